// The charts: timeline on a canvas, for there may be many lanes; the others in SVG.
(() => {
  const MOST_LANES = 2000;
  const GROUPS = 150;
  const ran = jobs.filter((job) => job.took > 0).sort((one, other) => one.queued - other.queued || one.took - other.took);

  /** Jobs, or the means of neighbours where there are too many. */
  function lanes() {
    if (ran.length <= MOST_LANES) {
      return ran.map((job) => ({ ...job, name: job.id, jobs: 1, end: job.queued + job.took }));
    }
    const size = Math.ceil(ran.length / GROUPS);
    const all = [];
    for (let from = 0; from < ran.length; from += size) {
      const group = ran.slice(from, from + size);
      const lane = { jobs: group.length, from: from + 1 };
      for (const key of ['queued', 'took', ...PHASES]) {
        lane[key] = group.reduce((sum, job) => sum + job[key], 0) / group.length;
      }
      lane.name = counted(group.length) + ' from the ' + count(from + 1) + 'th on, on average';
      lane.without = group.filter((job) => job.outcome !== 'succeeded').length;
      all.push(lane);
    }
    return all;
  }

  function describe(lane) {
    const phases = ['queued', ...PHASES].filter((phase) => lane[phase] > 0)
      .map((phase) => (phase === 'other' ? 'ran' : phase) + ' ' + duration(Math.round(lane[phase]))).join(', ');
    const fate = lane.jobs === 1 ? words(lane.outcome) : lane.without + ' without all of their videos';
    return lane.name + ': ' + fate + '; ' + phases + '.';
  }

  function timeline() {
    const place = byId('lanes');
    const all = lanes();
    if (all.length === 0) {
      nothing(place, 'No job ran.');
      return;
    }
    const aggregated = ran.length > MOST_LANES;
    byId('timeline-about').textContent = (aggregated
      ? 'Each lane is the average of ' + counted(all[0].jobs) + ' that were taken up one after the other.'
      : 'Each lane is a job, in the order in which they were taken up.')
      + ' The list of jobs below has the same figures.';
    byId('timeline-told').textContent = 'Move over a lane, or use the arrow keys, to read it.';
    ['queued', ...PHASES].filter((phase) => all.some((lane) => lane[phase] > 0)).forEach(reveal);
    const end = Math.max(...all.map((lane) => lane.queued + lane.took), 1);
    const height = Math.max(3, Math.min(22, Math.floor(440 / all.length)));
    const labels = height >= 14 && !aggregated;
    const canvas = element('canvas', { tabindex: 0, role: 'img',
      'aria-label': 'Timeline of ' + counted(ran.length) + ' over ' + duration(end) + '. Arrow keys read one lane after the other.' });
    const axis = drawn('svg', { class: 'axis', height: 22, 'aria-hidden': 'true' });
    place.replaceChildren(element('div', { class: 'lanes' }, canvas), axis);
    let selected = -1;
    let left = 0;
    const draw = (width) => {
      left = labels ? Math.min(150, width * 0.28) : 0;
      const style = getComputedStyle(document.documentElement);
      const colour = (name) => style.getPropertyValue('--' + name);
      const room = canvas.parentNode.clientWidth || width;
      const density = window.devicePixelRatio || 1;
      canvas.width = room * density;
      canvas.height = height * all.length * density;
      canvas.style.height = height * all.length + 'px';
      const pen = canvas.getContext('2d');
      pen.scale(density, density);
      const x = (at) => left + at / end * (room - left);
      const marks = ticks(end, room / 110);
      pen.fillStyle = colour('line');
      marks.forEach((at) => pen.fillRect(x(at), 0, 1, height * all.length));
      const gap = height > 8 ? 4 : height > 4 ? 1 : 0;
      pen.font = '12px ' + getComputedStyle(document.body).fontFamily;
      pen.textBaseline = 'middle';
      all.forEach((lane, i) => {
        const y = i * height + gap / 2;
        let at = 0;
        for (const phase of ['queued', ...PHASES]) {
          if (lane[phase] > 0) {
            pen.fillStyle = colour(phase);
            const thin = phase === 'queued' ? (height - gap) * 0.36 : 0;
            pen.fillRect(x(at), y + thin, Math.max(1, x(at + lane[phase]) - x(at)), height - gap - 2 * thin);
            at += lane[phase];
          }
        }
        if (lane.jobs === 1 && lane.outcome !== 'succeeded') {
          pen.fillStyle = colour(['failed', 'empty'].includes(lane.outcome) ? 'failed'
            : lane.outcome.includes('filtered') ? 'filtered' : lane.outcome === 'ambiguous' ? 'ambiguous' : 'resting');
          pen.fillRect(Math.min(x(at), room - 4), y, 4, height - gap);
        }
        if (labels) {
          pen.fillStyle = colour('ink');
          pen.save();
          pen.beginPath();
          pen.rect(0, y, left - 8, height);
          pen.clip();
          pen.fillText(lane.name.slice(0, 60), 0, y + (height - gap) / 2);
          pen.restore();
        }
        if (i === selected) {
          pen.strokeStyle = colour('ink');
          pen.lineWidth = 1.5;
          pen.strokeRect(left + 1, i * height + 0.5, room - left - 2, height - 1);
        }
      });
      axis.setAttribute('viewBox', '0 0 ' + width + ' 22');
      axis.replaceChildren(...marks.filter((at) => x(at) < room - 20 || at === 0).map((at) => drawn('text',
        { x: x(at), y: 16, 'text-anchor': at === 0 ? 'start' : 'middle' }, duration(at))));
    };
    const select = (i) => {
      selected = Math.max(0, Math.min(all.length - 1, i));
      byId('timeline-told').textContent = describe(all[selected]);
      draw(place.clientWidth);
    };
    canvas.addEventListener('mousemove', (event) => {
      const i = Math.floor(event.offsetY / height);
      if (i !== selected) {
        select(i);
      }
    });
    canvas.addEventListener('keydown', (event) => {
      const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: 20, PageUp: -20, Home: -all.length, End: all.length };
      if (event.key in moves) {
        event.preventDefault();
        select(selected + moves[event.key]);
        const box = canvas.parentNode;
        const y = selected * height;
        if (y < box.scrollTop || y + height > box.scrollTop + box.clientHeight) {
          box.scrollTop = y - box.clientHeight / 2;
        }
      }
    });
    keepDrawn(place, draw);
  }

  function frame(width, height, top, parts, label) {
    const svg = drawn('svg', { class: 'chart', viewBox: '0 0 ' + width + ' ' + (height + 34), height: height + 34, role: 'img',
      'aria-label': label });
    for (let i = 0; i <= parts; i++) {
      const y = 8 + height - height * i / parts;
      svg.append(drawn('line', { class: 'gridline', x1: 44, x2: width, y1: y, y2: y }),
        drawn('text', { x: 36, y: y + 4, 'text-anchor': 'end' }, count(Number((top * i / parts).toFixed(2)))));
    }
    return svg;
  }

  function flight() {
    const place = byId('flight');
    if (!data.grid) {
      nothing(place, 'No job ran.');
      return;
    }
    const { from, step, steps } = data.grid;
    const sums = steps.map((one) => one.reduce((sum, part) => sum + part, 0));
    const most = Math.max(...sums);
    const limits = data.limits.filter(([at]) => at <= from + step * steps.length);
    const { top, parts } = scale(Math.max(most, ...limits.map(([, limit]) => limit)));
    const span = step * steps.length;
    const height = 190;
    keepDrawn(place, (width) => {
      const x = (at) => 44 + (at - from) / span * (width - 44);
      const y = (jobsAtOnce) => 8 + height - height * jobsAtOnce / top;
      const svg = frame(width, height, top, parts, 'Jobs at once over time, at most ' + Number(most.toFixed(1)) + ' on average of '
        + duration(step));
      const below = steps.map(() => 0);
      PHASES.forEach((phase, p) => {
        if (steps.every((one) => one[p] === 0)) {
          return;
        }
        let path = '';
        let back = '';
        steps.forEach((one, i) => {
          const [a, b] = [x(from + i * step).toFixed(1), x(from + (i + 1) * step).toFixed(1)];
          back = 'L' + b + ',' + y(below[i]).toFixed(1) + 'L' + a + ',' + y(below[i]).toFixed(1) + back;
          below[i] += one[p];
          path += (i ? 'L' : 'M') + a + ',' + y(below[i]).toFixed(1) + 'L' + b + ',' + y(below[i]).toFixed(1);
        });
        svg.append(drawn('path', { class: 'p-' + phase, d: path + back + 'Z' }));
      });
      if (limits.length > 0) {
        let path = '';
        limits.forEach(([at, limit], i) => {
          const here = Math.max(44, x(at)).toFixed(1);
          path += (i ? 'H' + here + 'V' : 'M' + here + ',') + y(limit).toFixed(1);
        });
        svg.append(drawn('path', { class: 'limit', d: path + 'H' + width }));
      }
      ticks(from + span, width / 110).filter((at) => at === 0 || x(at) < width - 20).forEach((at) => svg.append(
        drawn('text', { x: Math.max(44, x(at)), y: height + 28, 'text-anchor': at === 0 ? 'start' : 'middle' }, duration(at))));
      place.replaceChildren(svg);
    });
    const every = Math.ceil(steps.length / 60);
    const rows = [];
    for (let i = 0; i < steps.length; i += every) {
      const some = steps.slice(i, i + every);
      rows.push([duration(Math.max(0, Math.round(from + i * step))), ...PHASES.map((phase, p) =>
        Number((some.reduce((sum, one) => sum + one[p], 0) / some.length).toFixed(2)))]);
    }
    asTable('flight-table', table(['From', 'Submit', 'Generate', 'Download', 'Not noted'], rows));
    if (limits.length > 0) {
      reveal('limit');
      asTable('flight-table', table(['Limit from', 'Jobs', 'Why'],
        limits.slice(-200).map(([at, limit, why]) => [duration(Math.max(0, at)), limit, why])));
    }
  }

  function durations() {
    const place = byId('durations');
    if (data.bars.length === 0) {
      nothing(place, 'No job ran.');
      return;
    }
    const { top, parts } = scale(Math.max(...data.bars.map((bar) => bar[3])));
    const height = 190;
    const span = (bar) => bar[2] ? duration(bar[0]) + ' and longer, up to ' + duration(bar[1]) : duration(bar[0]) + ' to ' + duration(bar[1]);
    keepDrawn(place, (width) => {
      const svg = frame(width, height, top, parts, 'How many jobs took how long; the table below has the figures');
      const each = (width - 44) / data.bars.length;
      data.bars.forEach((bar, i) => {
        const tall = bar[3] ? Math.max(1.5, height * bar[3] / top) : 0;
        const column = drawn('rect', { class: 'column', x: 44 + i * each + 1, y: 8 + height - tall, width: Math.max(1, each - 2),
          height: tall, rx: Math.min(3, tall) });
        column.append(drawn('title', {}, span(bar) + ': ' + counted(bar[3])));
        svg.append(column);
      });
      const every = Math.ceil(data.bars.length / Math.max(1, Math.floor((width - 44) / 80)));
      data.bars.forEach((bar, i) => {
        if (i % every === 0 && i < data.bars.length - every / 2 && 44 + i * each < width - 36) {
          svg.append(drawn('text', { x: 44 + i * each, y: height + 28, 'text-anchor': i ? 'middle' : 'start' }, duration(bar[0])));
        }
      });
      place.replaceChildren(svg);
    });
    asTable('durations-table', table(['Took', 'Jobs'], data.bars.filter((bar) => bar[3]).map((bar) => [span(bar), count(bar[3])])));
  }

  timeline();
  flight();
  durations();
})();
