// The list of jobs: found, sorted and turned over by keyboard as by mouse.
(() => {
  const SIZE = 100;
  const COLUMNS = [
    { name: 'Job', key: 'id' }, { name: 'Outcome', key: 'outcome' }, { name: 'Took', key: 'took', num: true },
    { name: 'Queued', key: 'queued', num: true, phase: true }, { name: 'Submit', key: 'submit', num: true, phase: true },
    { name: 'Generate', key: 'generate', num: true, phase: true }, { name: 'Download', key: 'download', num: true, phase: true },
    { name: 'Cost', key: 'micros', num: true }, { name: 'Model', key: 'model' }, { name: 'Video' },
  ].filter((column) => column.key !== 'model' || new Set(jobs.map((job) => job.model)).size > 1);
  const SHORT = 32;
  const place = byId('list');
  if (jobs.length === 0) {
    nothing(place, 'There are no jobs.');
    return;
  }
  const body = element('tbody');
  const heads = COLUMNS.map((column) => {
    const cell = element('th', { scope: 'col', class: (column.num ? 'num ' : '') + (column.phase ? 'phase' : '') });
    if (column.key) {
      const button = element('button', { type: 'button' }, column.name);
      button.addEventListener('click', () => sortBy(column.key));
      cell.append(button);
    } else {
      cell.append(column.name);
    }
    return cell;
  });
  place.append(element('table', { 'aria-labelledby': 'jobs-title' },
    element('thead', {}, element('tr', {}, ...heads)), body));
  const state = { key: 'queued', up: true, page: 0, find: '', outcome: '' };
  let shown = jobs;

  function compare(one, other) {
    const [a, b] = [one[state.key], other[state.key]];
    const order = typeof a === 'number' ? a - b : a.localeCompare(b, 'en', { numeric: true });
    return state.up ? order : -order;
  }

  function sortBy(key) {
    state.up = state.key === key ? !state.up : true;
    state.key = key;
    select();
  }

  function select() {
    const find = state.find.toLowerCase();
    shown = jobs.filter((job) => (!state.outcome || job.outcome === state.outcome || job.group === Number(state.outcome)) && (!find
      || job.id.toLowerCase().includes(find) || job.reason.toLowerCase().includes(find) || job.model.toLowerCase().includes(find)));
    shown.sort(compare);
    state.page = 0;
    show();
  }

  function nameOf(link) {
    const last = link.slice(link.lastIndexOf('/') + 1);
    try {
      return decodeURIComponent(last);
    } catch (e) {
      return last;
    }
  }

  function video(job) {
    const cell = element('td', {});
    job.links.forEach((link, i) => {
      if (i) {
        cell.append(', ');
      }
      const text = shortened(nameOf(link));
      cell.append(element('a', { href: link, class: text.length <= SHORT ? 'short' : '' }, text));
    });
    if (job.reason) {
      cell.append(element('div', { class: 'why' }, job.reason));
    }
    return cell;
  }

  function line(job) {
    const known = job.other === 0 && job.took > 0;
    const time = (name, millis, phase) => element('td', { class: 'num' + (phase ? ' phase' : ''), 'data-name': name },
      !phase || name === 'Queued' || (known && millis > 0) ? duration(millis) : '–');
    return element('tr', {}, element('th', { scope: 'row', class: job.id.length <= SHORT ? 'short' : '' }, job.id),
      element('td', {}, element('span', { class: 'badge o-' + job.outcome }, words(job.outcome))),
      time('Took', job.took), time('Queued', job.queued, true), time('Submit', job.submit, true),
      time('Generate', job.generate, true), time('Download', job.download, true),
      element('td', { class: 'num', 'data-name': 'Cost' }, dollars(job.micros)),
      ...(COLUMNS.some((column) => column.key === 'model') ? [element('td', { 'data-name': 'Model' }, job.model)] : []), video(job));
  }

  function show() {
    const pages = Math.max(1, Math.ceil(shown.length / SIZE));
    const from = state.page * SIZE;
    body.replaceChildren(...shown.slice(from, from + SIZE).map(line));
    heads.forEach((cell, i) => {
      if (COLUMNS[i].key === state.key) {
        cell.setAttribute('aria-sort', state.up ? 'ascending' : 'descending');
      } else {
        cell.removeAttribute('aria-sort');
      }
    });
    byId('shown').textContent = shown.length === 0 ? 'no job is like this'
      : shown.length === jobs.length ? counted(jobs.length) : count(shown.length) + ' of ' + counted(jobs.length);
    byId('pages').hidden = pages === 1;
    byId('page').textContent = count(from + 1) + '–' + count(Math.min(from + SIZE, shown.length)) + ' of ' + count(shown.length);
    byId('before').disabled = state.page === 0;
    byId('after').disabled = state.page === pages - 1;
  }

  function turn(by) {
    state.page += by;
    show();
    byId('jobs').scrollIntoView();
  }

  for (const outcome of new Set(jobs.map((job) => job.outcome))) {
    byId('outcome').append(element('option', { value: outcome }, words(outcome)));
  }
  if (data.groups.length > 0) {
    const reasons = element('optgroup', { label: 'for one reason' });
    data.groups.forEach(([group, outcome, reason]) => reasons.append(element('option', { value: group }, words(outcome) + ': ' + reason)));
    byId('outcome').append(reasons);
  }
  byId('find').addEventListener('input', (event) => {
    state.find = event.target.value;
    select();
  });
  byId('outcome').addEventListener('change', (event) => {
    state.outcome = event.target.value;
    select();
  });
  byId('filter').addEventListener('submit', (event) => event.preventDefault());
  byId('before').addEventListener('click', () => turn(-1));
  byId('after').addEventListener('click', () => turn(1));
  document.querySelectorAll('.show').forEach((button) => {
    button.hidden = false;
    button.addEventListener('click', () => {
      state.outcome = button.dataset.group;
      byId('outcome').value = state.outcome;
      select();
      byId('jobs').scrollIntoView();
      byId('find').focus({ preventScroll: true });
    });
  });
  byId('filter').hidden = false;
  select();
})();
