// The timeline of every job by phase: a lane for each of a few, side by side where there are more, and of many the average.
(() => {
  const MOST_LANES = 48;
  const MOST_JOBS = 2000;
  const GROUPS = 150;
  const MARKS = 'A mark at its end, in the colour of its outcome, is on a job without all of its videos.';
  const ran = jobs.filter((job) => job.took > 0).sort((one, other) => one.queued - other.queued || one.took - other.took);
  const place = byId('lanes');
  const told = byId('timeline-told');

  function describe(job) {
    const phases = ['queued', ...PHASES].filter((phase) => job[phase] > 0)
      .map((phase) => (phase === 'other' ? 'ran' : phase) + ' ' + duration(Math.round(job[phase])));
    return isolated(job.id) + ': ' + words(job.outcome) + '; ' + phases.join(', ') + '.';
  }

  /** Puts each job into the first row that is free when it begins. */
  function pack(all) {
    const ends = [];
    all.forEach((job) => {
      let row = ends.findIndex((end) => end <= job.queued);
      row = row < 0 ? ends.length : row;
      ends[row] = job.queued + job.took;
      job.row = row;
    });
    return ends.length;
  }

  /** The colour of the mark at the end of a job that has not all of its videos. */
  function fate(outcome) {
    return ['failed', 'empty'].includes(outcome) ? 'failed' : outcome.includes('filtered') ? 'filtered'
      : outcome === 'ambiguous' ? 'ambiguous' : 'resting';
  }

  /** What the arrow keys do: along are the keys for one on, back for one back. */
  function keys(target, moves, move) {
    target.addEventListener('keydown', (event) => {
      if (event.key in moves) {
        event.preventDefault();
        move(moves[event.key]);
      }
    });
  }

  function lanes() {
    const packed = ran.length > MOST_LANES;
    const rows = packed ? pack(ran) : ran.length;
    if (!packed) {
      ran.forEach((job, i) => {
        job.row = i;
      });
    }
    const shown = packed ? PHASES : ['queued', ...PHASES];
    shown.filter((phase) => ran.some((job) => job[phase] > 0)).forEach(reveal);
    byId('timeline-about').textContent = packed
      ? 'Jobs that ran side by side are below each other, each in the first lane that was free. ' + MARKS + ' The list of jobs below has the same figures.'
      : 'Each lane is a job, in the order in which they were taken up. ' + MARKS + ' The list of jobs below has the same figures.';
    const end = Math.max(...ran.map((job) => job.queued + job.took));
    const height = Math.max(4, Math.min(22, Math.floor(440 / rows)));
    const gap = height > 8 ? 4 : 1;
    const canvas = element('canvas', { tabindex: 0, role: 'img',
      'aria-label': 'Timeline of ' + counted(ran.length) + ' over ' + duration(end) + '. Arrow keys read one job after the other.' });
    const axis = drawn('svg', { class: 'axis', height: 22, 'aria-hidden': 'true' });
    place.replaceChildren(element('div', { class: 'lanes' }, canvas), axis);
    let selected = -1;
    let left = 0;
    let room = 0;
    const x = (at) => left + at / end * (room - left);

    function job(pen, colour, one) {
      const y = one.row * height + gap / 2;
      let at = packed ? one.queued : 0;
      for (const phase of shown) {
        if (one[phase] > 0) {
          const thin = phase === 'queued' ? (height - gap) * 0.36 : 0;
          pen.fillStyle = colour(phase);
          pen.fillRect(x(at), y + thin, Math.max(1, x(at + one[phase]) - x(at)), height - gap - 2 * thin);
          at += one[phase];
        }
      }
      const width = x(at) - x(one.queued);
      if (packed && width > 3) {
        pen.fillStyle = colour('card');
        pen.fillRect(x(at) - 1, y, 1, height - gap);
      }
      if (one.outcome !== 'succeeded') {
        pen.fillStyle = colour(fate(one.outcome));
        pen.fillRect(Math.min(x(at), room) - 4, y, 4, height - gap);
      }
    }

    function draw(width) {
      const labels = !packed && height >= 9;
      left = labels ? Math.min(150, width * 0.28) : 0;
      room = canvas.parentNode.clientWidth || width;
      const style = getComputedStyle(document.documentElement);
      const colour = (name) => style.getPropertyValue('--' + name);
      const density = window.devicePixelRatio || 1;
      canvas.width = room * density;
      canvas.height = height * rows * density;
      canvas.style.height = height * rows + 'px';
      const pen = canvas.getContext('2d');
      pen.scale(density, density);
      const marks = ticks(end, room / 110);
      pen.fillStyle = colour('line');
      marks.forEach((at) => pen.fillRect(x(at), 0, 1, height * rows));
      ran.forEach((one) => job(pen, colour, one));
      if (labels) {
        pen.font = '12px ' + getComputedStyle(document.body).fontFamily;
        pen.textBaseline = 'middle';
        pen.fillStyle = colour('ink');
        pen.save();
        pen.beginPath();
        pen.rect(0, 0, left - 8, height * rows);
        pen.clip();
        ran.forEach((one) => pen.fillText(one.id.slice(0, 60), 0, one.row * height + height / 2));
        pen.restore();
      }
      if (selected >= 0) {
        const one = ran[selected];
        pen.strokeStyle = colour('ink');
        pen.lineWidth = 2;
        pen.strokeRect(x(one.queued), one.row * height + 1, Math.max(3, x(one.queued + one.took) - x(one.queued)), height - 2);
      }
      axis.setAttribute('viewBox', '0 0 ' + width + ' 22');
      axis.replaceChildren(...marks.filter((at) => at === 0 || x(at) < room - 24).map((at) => drawn('text',
        { x: x(at), y: 16, 'text-anchor': at === 0 ? 'start' : 'middle' }, duration(at))));
    }

    function select(i) {
      selected = Math.max(0, Math.min(ran.length - 1, i));
      told.textContent = describe(ran[selected]);
      draw(place.clientWidth);
    }

    canvas.addEventListener('mousemove', (event) => {
      const row = Math.floor(event.offsetY / height);
      const at = (event.offsetX - left) / (room - left) * end;
      const i = ran.findIndex((one) => one.row === row && (!packed || (one.queued <= at && at <= one.queued + one.took)));
      if (i >= 0 && i !== selected) {
        select(i);
      }
    });
    keys(canvas, { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1, PageDown: 20, PageUp: -20, Home: -ran.length,
      End: ran.length }, (by) => {
      select(selected + by);
      const box = canvas.parentNode;
      const y = ran[selected].row * height;
      if (y < box.scrollTop || y + height > box.scrollTop + box.clientHeight) {
        box.scrollTop = y - box.clientHeight / 2;
      }
    });
    keepDrawn(place, draw);
  }

  /** Of many jobs: how long those took that were taken up one after the other. */
  function averages() {
    const size = Math.ceil(ran.length / GROUPS);
    const groups = [];
    for (let from = 0; from < ran.length; from += size) {
      const some = ran.slice(from, from + size);
      const mean = (key) => some.reduce((sum, one) => sum + one[key], 0) / some.length;
      groups.push({ number: from + 1, jobs: some.length, from: some[0].queued, without: some.filter((one) => one.outcome !== 'succeeded').length,
        queued: mean('queued'), submit: mean('submit'), generate: mean('generate'), download: mean('download'), other: mean('other'),
        took: mean('took') });
    }
    PHASES.filter((phase) => groups.some((group) => group[phase] > 0)).forEach(reveal);
    byId('timeline-about').textContent = 'Each column is the average of ' + counted(size) + ' that were taken up one after the other, '
      + 'where they were taken up; the marks below tell how many have not all of their videos. The list of jobs below has the figures of each.';
    const end = groups[groups.length - 1].from + Math.max(1, (groups[groups.length - 1].from - groups[0].from) / groups.length);
    const { top, parts } = scale(Math.max(...groups.map((group) => group.took)) / 1000);
    const height = 230;
    let selected = -1;
    let columns = [];
    const text = (group) => counted(group.jobs) + ' from number ' + count(group.number) + ' on, taken up after ' + duration(group.from) + ': '
      + PHASES.filter((phase) => group[phase] > 0).map((phase) => (phase === 'other' ? 'ran' : phase) + ' '
      + duration(Math.round(group[phase]))).join(', ') + ' on average; ' + group.without + ' without all of their videos.';
    const box = element('div', { tabindex: 0, role: 'group', 'aria-label': 'Timeline of ' + counted(ran.length)
      + ', averages. Arrow keys read one column after the other.' });
    place.replaceChildren(box);

    function select(i) {
      columns.forEach((column) => column.removeAttribute('class'));
      selected = Math.max(0, Math.min(groups.length - 1, i));
      columns[selected].setAttribute('class', 'selected');
      told.textContent = text(groups[selected]);
    }

    keepDrawn(place, (width) => {
      const x = (at) => 72 + at / end * (width - 72);
      const svg = frame(width, height, top, parts, 'How long jobs took, by when they were taken up', (seconds) => duration(seconds * 1000), 72);
      columns = groups.map((group, i) => {
        const from = x(group.from);
        const to = i + 1 < groups.length ? x(groups[i + 1].from) : width;
        const column = drawn('g');
        let y = 8 + height;
        PHASES.filter((phase) => group[phase] > 0).forEach((phase) => {
          const tall = height * group[phase] / 1000 / top;
          y -= tall;
          column.append(drawn('rect', { class: 'p-' + phase, x: from, y, width: Math.max(1, to - from - 1), height: tall }));
        });
        if (group.without > 0) {
          column.append(drawn('rect', { class: 'o-failed', x: from, y: 10 + height, width: Math.max(1, to - from - 1),
            height: 1 + 8 * group.without / group.jobs }));
        }
        column.addEventListener('mouseenter', () => select(i));
        svg.append(column);
        return column;
      });
      ticks(end, width / 110).filter((at) => at === 0 || x(at) < width - 24).forEach((at) => svg.append(
        drawn('text', { x: x(at), y: height + 34, 'text-anchor': at === 0 ? 'start' : 'middle' }, duration(at))));
      box.replaceChildren(svg);
      if (selected >= 0) {
        select(selected);
      }
    });
    keys(box, { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -groups.length, End: groups.length },
      (by) => select(selected + by));
  }

  if (ran.length === 0) {
    nothing(place, 'No job ran.');
  } else {
    told.textContent = 'Move over the chart, or use the arrow keys in it, to read it.';
    (ran.length > MOST_JOBS ? averages : lanes)();
  }
})();
