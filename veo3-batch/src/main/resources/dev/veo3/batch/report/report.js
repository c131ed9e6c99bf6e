'use strict';
// What the page holds, and how it writes things down. Texts become text nodes, never HTML.
const data = JSON.parse(document.getElementById('data').textContent);
const PHASES = ['submit', 'generate', 'download', 'other'];
const jobs = data.jobs.map(([id, outcome, model, queued, submit, generate, download, other, micros, group, reason, links]) => ({
  id, outcome: data.words[outcome], model: data.words[model], queued, submit, generate, download, other,
  took: submit + generate + download + other, micros, group, reason, links,
}));

function byId(id) {
  return document.getElementById(id);
}

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

function drawn(name, attributes, text) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes || {})) {
    made.setAttribute(key, value);
  }
  if (text !== undefined) {
    made.textContent = text;
  }
  return made;
}

function count(number) {
  return number.toLocaleString('en-US');
}

function counted(number) {
  return count(number) + (number === 1 ? ' job' : ' jobs');
}

/** A text whose direction changes nothing around it. */
function isolated(text) {
  return '\u2068' + text + '\u2069';
}

function shortened(text) {
  const letters = [...text];
  return letters.length <= 80 ? text : letters.slice(0, 60).join('') + ' … ' + letters.slice(-16).join('');
}

/** Milliseconds for people. */
function duration(millis) {
  if (millis === 0) {
    return '0 s';
  }
  if (millis < 1000) {
    return Number(millis.toPrecision(3)) + ' ms';
  }
  const seconds = millis / 1000;
  if (seconds < 60) {
    return Number(seconds.toFixed(1)) + ' s';
  }
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? minutes + ' min' + (whole % 60 ? ' ' + whole % 60 + ' s' : '')
    : count(Math.floor(minutes / 60)) + ' h' + (minutes % 60 ? ' ' + minutes % 60 + ' min' : '');
}

function dollars(micros) {
  const [whole, part] = (micros / 1e6).toFixed(6).split('.');
  return '$' + count(Number(whole)) + '.' + part.replace(/0{1,4}$/, '');
}

function words(outcome) {
  return outcome.replaceAll('_', ' ');
}

/** The moments of an axis: round ones, about so many, from 0 to the end. */
function ticks(end, about) {
  const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 15e3, 3e4, 6e4, 12e4, 3e5, 6e5, 9e5, 18e5, 36e5, 72e5,
    216e5, 432e5, 864e5];
  const least = end / about;
  let step = steps.find((one) => one >= least);
  if (step === undefined) {
    step = Math.ceil(least / 864e5) * 864e5;
  }
  const all = [];
  for (let at = 0; at <= end; at += step) {
    all.push(at);
  }
  return all;
}

/** A round number some way above the end, and into how many parts it is divided. */
function scale(end) {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, end)));
  const top = [1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20].map((digit) => digit * power).find((one) => one >= Math.max(1, end) * 1.05);
  return { top, parts: top === 2 ? 2 : top % 4 === 0 ? 4 : top % 3 === 0 ? 3 : top % 5 === 0 ? 5 : top === 1 ? 1 : 2 };
}

function table(names, rows) {
  const head = element('tr', {}, ...names.map((name, i) => element('th', { scope: 'col', class: i ? 'num' : '' }, name)));
  const body = rows.map((row) => element('tr', {},
    ...row.map((cell, i) => element(i ? 'td' : 'th', i ? { class: 'num' } : { scope: 'row' }, String(cell)))));
  return element('table', {}, element('thead', {}, head), element('tbody', {}, ...body));
}

/** An empty chart with round numbers beside it, which are written as told. */
function frame(width, height, top, parts, label, write = count, left = 44) {
  const svg = drawn('svg', { class: 'chart', viewBox: '0 0 ' + width + ' ' + (height + 38), height: height + 38, role: 'img',
    'aria-label': label });
  for (let i = 0; i <= parts; i++) {
    const y = 8 + height - height * i / parts;
    svg.append(drawn('line', { class: 'gridline', x1: left, x2: width, y1: y, y2: y }),
      drawn('text', { x: left - 8, y: y + 4, 'text-anchor': 'end' }, write(Number((top * i / parts).toFixed(2)))));
  }
  return svg;
}

/** Draws now, and again whenever the width or the colours change. */
function keepDrawn(place, draw) {
  let width = 0;
  const again = () => {
    if (place.clientWidth > 0) {
      width = place.clientWidth;
      draw(width);
    }
  };
  new ResizeObserver(() => {
    if (place.clientWidth !== width) {
      again();
    }
  }).observe(place);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', again);
  again();
}

/** Shows what a legend has for a phase that occurs. */
function reveal(phase) {
  document.querySelectorAll('[data-phase=' + phase + ']').forEach((item) => {
    item.hidden = false;
  });
}

/** A table for those who cannot use a chart. */
function asTable(id, ...tables) {
  byId(id).append(...tables);
  byId(id).parentNode.hidden = false;
}

function nothing(place, text) {
  place.replaceChildren(element('p', { class: 'quiet' }, text));
}
