// Keeps the page in step with the district: values, states, decisions and alarms come as
// server-sent events; nothing is asked for twice.
'use strict';

const body = document.body;
const zone = body.dataset.timeZone;
const clockFormat = new Intl.DateTimeFormat('en-GB', {timeZone: zone, timeStyle: 'medium'});
const dayFormat = new Intl.DateTimeFormat('en-GB', {timeZone: zone, dateStyle: 'medium', timeStyle: 'short'});
const minuteFormat = new Intl.DateTimeFormat('en-GB', {timeZone: zone, timeStyle: 'short'});
const csrf = document.querySelector('meta[name=csrf]').content;
const values = new Map();
const MOST_LINES = 40;
const CHART_SPAN_MS = 15 * 60 * 1000;

function amount(value, unit) {
  const prefixed = ['W', 'Wh', 'var', 'VA'].includes(unit);
  const size = Math.abs(value);
  if (prefixed && size >= 1e6) return number(value / 1e6) + ' M' + unit;
  if (prefixed && size >= 1e3) return number(value / 1e3) + ' k' + unit;
  return number(value) + (unit === 'count' || unit === '1' ? '' : ' ' + unit);
}

function number(value) {
  const size = Math.abs(value);
  const digits = Number.isInteger(value) || size >= 100 ? 0 : size >= 10 ? 1 : 2;
  return value.toFixed(digits).replace(/^-0(\.0+)?$/, '0');
}

function showReading(reading) {
  values.set(reading.point, reading);
  for (const cell of document.querySelectorAll(`[data-point="${reading.point}"]`)) {
    if (cell.tagName !== 'DD') continue;
    cell.textContent = reading.value === null ? reading.quality : amount(reading.value, cell.dataset.unit);
    cell.className = reading.quality;
    cell.title = reading.reason || reading.time;
  }
}

function sum(points) {
  let total = 0;
  let known = 0;
  for (const point of points) {
    const reading = values.get(point);
    if (reading && reading.quality === 'Good') {
      total += reading.value;
      known++;
    }
  }
  return {total, known};
}

function showTiles() {
  for (const tile of document.querySelectorAll('[data-tile]')) {
    const points = tile.dataset.sum ? tile.dataset.sum.split(' ') : [];
    const {total, known} = sum(points);
    const percent = tile.dataset.tile === 'charge' || tile.dataset.tile === 'light';
    tile.querySelector('b').textContent = known === 0 ? '–'
        : percent ? number(total / known) + ' %' : amount(total, 'W');
    tile.querySelector('.hint').textContent =
        known === points.length ? '' : `${points.length - known} of ${points.length} not known`;
  }
}

function line(list, first, ...rest) {
  const item = document.createElement('li');
  item.append(...[first, ...rest].flatMap(part => [part, ' ']));
  list.prepend(item);
  while (list.children.length > MOST_LINES) list.lastChild.remove();
  return item;
}

function element(tag, text, className) {
  const made = document.createElement(tag);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

function showDecision(decision) {
  const list = document.getElementById('decisions');
  list.querySelector(`[data-id="${decision.id}"]`)?.remove();
  const why = element('button', clockFormat.format(new Date(decision.time)), 'link');
  why.title = 'Why? As a tree';
  why.onclick = () => htmx.ajax('GET', `/why/${decision.point}?decision=${decision.id}`, '#why');
  const item = line(list, why,
      element('span', decision.write.toLowerCase().replace('_', ' '), 'tag ' + decision.write),
      document.createElement('br'), decision.sentence);
  item.dataset.id = decision.id;
  item.dataset.point = decision.point;
}

function showAlarm(alarm) {
  const list = document.getElementById('alarms');
  [...list.children].filter(item => item.dataset.key === alarm.key).forEach(item => item.remove());
  showAlarmLoad();
  if (alarm.state === 'OVER') return;
  const item = line(list, element('time', clockFormat.format(new Date(alarm.raised))),
      element('span', alarm.priority.toLowerCase(), 'tag ' + alarm.priority),
      document.createElement('br'), alarm.cause, alarm.consequence, alarm.response);
  item.dataset.key = alarm.key;
  item.dataset.state = alarm.state;
  if (alarm.chattering) item.append(element('small', 'It comes and goes again and again.', 'soft'));
  if (alarm.hides) item.append(element('small', `It hides ${alarm.hides} alarms that it explains.`, 'soft'));
  if (alarm.state === 'SHELVED') {
    const until = clockFormat.format(new Date(alarm.shelf.until));
    item.append(element('small', `Put aside until ${until} by ${alarm.shelf.by}: ${alarm.shelf.why}`, 'soft'));
    item.append(alarmButton('Take back', 'unshelve', {key: alarm.key}));
    list.append(item);
    return;
  }
  if (alarm.acknowledgedBy) {
    item.append(element('small', 'Seen by ' + alarm.acknowledgedBy + '.', 'soft'));
  } else {
    item.append(alarmButton('Acknowledge', 'acknowledge', {key: alarm.key}));
  }
  const aside = element('button', 'Put aside …');
  aside.onclick = () => {
    const why = prompt('Why is this alarm put aside for two hours?');
    if (why) tellAlarm(aside, 'shelve', {key: alarm.key, duration: 'PT2H', why});
  };
  item.append(aside);
}

function alarmButton(title, action, order) {
  const button = element('button', title);
  button.onclick = () => tellAlarm(button, action, order);
  return button;
}

function tellAlarm(button, action, order) {
  send('POST', '/api/v1/alarms/' + action, order)
      .then(answer => [answer].flat().forEach(showAlarm))
      .catch(fault => { button.after(element('small', fault.message, 'soft')); });
}

let alarmLoadWanted = false;

// Many alarms at once ask for their load once.
function showAlarmLoad() {
  if (alarmLoadWanted) return;
  alarmLoadWanted = true;
  setTimeout(() => {
    alarmLoadWanted = false;
    send('GET', '/api/v1/alarms/load').then(load => {
      const shown = document.getElementById('alarm-load');
      shown.textContent = load.floodSince
          ? `A flood since ${clockFormat.format(new Date(load.floodSince))}: ${load.inTenMinutes} in ten minutes.`
              + ' Look at the high ones first.'
          : `${load.unacknowledged} not seen, ${load.inTenMinutes} in ten minutes`
              + (load.shelved ? `, ${load.shelved} put aside` : '')
              + (load.hidden ? `, ${load.hidden} hidden by their cause` : '') + '.';
      shown.className = load.floodSince ? 'flood' : 'soft';
    });
  }, 300);
}

function showDevice(device) {
  const dot = document.querySelector(`[data-device="${device.device}"] .dot`);
  if (dot) {
    dot.className = 'dot ' + device.state;
    dot.title = device.reason;
  }
}

async function send(method, path, order) {
  const answer = await fetch(path, {
    method,
    headers: {'Content-Type': 'application/json', 'X-CSRF-TOKEN': csrf},
    body: order ? JSON.stringify(order) : undefined,
  });
  const text = await answer.text();
  const content = text ? JSON.parse(text) : {};
  if (!answer.ok) throw new Error(content.detail || `The controller said ${answer.status}.`);
  return content;
}

async function tell(output, work, done) {
  output.className = 'wide';
  try {
    output.textContent = done(await work());
  } catch (fault) {
    output.className = 'wide note bad';
    output.textContent = fault.message;
  }
}

document.addEventListener('submit', event => {
  const form = event.target;
  const output = form.querySelector('output');
  const data = new FormData(form);
  const duration = `PT${data.get('minutes')}M`;
  if (form.id === 'override') {
    event.preventDefault();
    tell(output, () => send('POST', `/api/v1/points/${form.dataset.point}/override`,
        {value: Number(data.get('value')), duration, reason: data.get('reason')}),
        taken => {
          askOverrides();
          return `Taken until ${clockFormat.format(new Date(taken.expires))}, level ${taken.level}.`;
        });
  } else if (form.id === 'announce') {
    event.preventDefault();
    const limitKw = data.get('limitKw');
    tell(output, () => send('POST', '/api/v1/events', {level: Number(data.get('level')), duration,
      limitW: limitKw ? Number(limitKw) * 1000 : null}).finally(showEvents),
        taken => `Event ${taken.id} runs until ${clockFormat.format(new Date(taken.end))}.`);
  }
});

document.addEventListener('click', event => {
  if (event.target.name !== 'takeBack') return;
  const form = event.target.closest('form');
  tell(form.querySelector('output'),
      () => send('DELETE', `/api/v1/points/${form.dataset.point}/override`).finally(askOverrides),
      () => 'Taken back.');
});

async function showEvents() {
  const events = await send('GET', '/api/v1/events');
  const now = Date.now();
  document.getElementById('events').replaceChildren(...events.map(event => element('span',
      `${event.id} level ${event.level} ${Date.parse(event.start) > now ? 'from ' + clockFormat.format(new Date(event.start)) : ''} until ${clockFormat.format(new Date(event.end))}`,
      'tag MEDIUM')));
}

// ------------------------------------------------------------------------------------- chart

const tilesOfChart = ['grid', 'pv', 'heat', 'battery'];
let chart;
let series = [];

function startChart() {
  const style = getComputedStyle(body);
  const colour = name => style.getPropertyValue(name).trim();
  chart = echarts.init(document.getElementById('chart'), null, {renderer: 'canvas'});
  series = tilesOfChart.map(key => document.querySelector(`[data-tile="${key}"]`)).filter(Boolean)
      .map(tile => ({
        points: tile.dataset.sum ? tile.dataset.sum.split(' ') : [],
        name: tile.querySelector('small').textContent,
        data: [],
      }));
  chart.setOption({
    animation: false,
    color: ['#0f766e', '#eab308', '#dc2626', '#6366f1'],
    grid: {left: 60, right: 15, top: 35, bottom: 28},
    legend: {top: 0, textStyle: {color: colour('--soft')}},
    tooltip: {trigger: 'axis', axisPointer: {label: {show: true}}, valueFormatter: value => value === undefined ? '–' : amount(value, 'W')},
    xAxis: {type: 'time', axisLabel: {color: colour('--soft'), hideOverlap: true,
      formatter: value => minuteFormat.format(new Date(value))},
      axisPointer: {label: {formatter: pointer => clockFormat.format(new Date(pointer.value))}}},
    yAxis: {type: 'value', axisLabel: {color: colour('--soft'), formatter: value => amount(value, 'W')},
      splitLine: {lineStyle: {color: colour('--line')}}},
    series: series.map(one => ({type: 'line', name: one.name, showSymbol: false, data: []})),
  });
  addEventListener('resize', () => chart.resize());
}

async function fillChartWithThePast() {
  if (!body.dataset.headMeter) return;
  const from = new Date(Date.now() - CHART_SPAN_MS).toISOString();
  const past = await send('GET', `/api/v1/points/${body.dataset.headMeter}/power/history?samples=300&from=${from}`);
  series[0].data.unshift(...past.samples.filter(sample => sample.goodShare > 0)
      .map(sample => [Date.parse(sample.time), sample.mean]));
}

function growChart() {
  const now = Date.now();
  for (const one of series) {
    const {total, known} = sum(one.points);
    one.data.push([now, known === 0 ? null : total]);
    while (one.data.length && one.data[0][0] < now - CHART_SPAN_MS) one.data.shift();
  }
  chart.setOption({series: series.map(one => ({data: one.data}))});
}

// ------------------------------------------------------------------------------------- start

function follow() {
  const names = [...new Set([...document.querySelectorAll('dd[data-point]')]
      .map(cell => cell.dataset.point.split('/')[1]))];
  const stream = new EventSource('/api/v1/stream?points=' + names.join(','));
  const connection = document.getElementById('connection');
  stream.onopen = () => { connection.textContent = '● live'; };
  stream.onerror = () => { connection.textContent = '○ no connection, trying again'; };
  stream.addEventListener('readings', event => {
    JSON.parse(event.data).forEach(showReading);
    showTiles();
  });
  stream.addEventListener('decision', event => {
    showDecision(JSON.parse(event.data));
    askOverrides();
  });
  stream.addEventListener('alarm', event => showAlarm(JSON.parse(event.data)));
  stream.addEventListener('device', event => showDevice(JSON.parse(event.data)));
}

addEventListener('DOMContentLoaded', async () => {
  startChart();
  follow();
  setInterval(() => {
    document.getElementById('clock').textContent = dayFormat.format(new Date());
    growChart();
  }, 1000);
  setInterval(showEvents, 10000);
  setInterval(showAlarmLoad, 30000);
  await Promise.allSettled([
    showEvents(),
    send('GET', '/api/v1/decisions?most=20').then(past => past.reverse().forEach(showDecision)),
    send('GET', '/api/v1/alarms').then(alarms => alarms.reverse().forEach(showAlarm)),
    fillChartWithThePast(),
  ]);
});
