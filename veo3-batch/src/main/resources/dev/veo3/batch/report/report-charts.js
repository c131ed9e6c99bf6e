// The charts of all jobs together, in SVG.
(() => {
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

  flight();
  durations();
})();
