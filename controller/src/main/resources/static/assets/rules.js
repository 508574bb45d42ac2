// The engineer's page: packages, their versions, files, tests and parameters. All of it comes from
// the REST interface, and does nothing it cannot do.
'use strict';

const body = document.body;
const mayEdit = body.dataset.mayEdit === 'true';
const csrf = document.querySelector('meta[name=csrf]').content;
const dayFormat = new Intl.DateTimeFormat('en-GB',
    {timeZone: body.dataset.timeZone, dateStyle: 'medium', timeStyle: 'medium'});
const detail = document.getElementById('detail');
let chosen = decodeURIComponent(location.hash.slice(1));

async function send(method, path, content) {
  const answer = await fetch('/api/v1/rules' + path, {
    method,
    headers: {'Content-Type': 'application/json', 'X-CSRF-TOKEN': csrf},
    body: content === undefined ? undefined : JSON.stringify(content),
  });
  const text = await answer.text();
  const said = text ? JSON.parse(text) : {};
  if (!answer.ok && !said.problems) throw new Error(said.detail || `The server answers ${answer.status}.`);
  return said;
}

function element(tag, text = '', className = '') {
  const made = document.createElement(tag);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

function row(...cells) {
  const made = document.createElement('tr');
  for (const cell of cells) {
    const td = document.createElement('td');
    td.append(cell);
    made.append(td);
  }
  return made;
}

function button(text, action, primary = false) {
  const made = element('button', text, primary ? 'primary' : '');
  made.type = 'button';
  made.addEventListener('click', action);
  return made;
}

function say(text, good) {
  const note = detail.querySelector('#said');
  note.textContent = text;
  note.className = 'note ' + (good ? 'good' : 'bad');
  note.hidden = false;
}

async function showPackages() {
  const packages = await send('GET', '');
  document.querySelector('#packages tbody').replaceChildren(...packages.map(one => {
    const name = button(one.name, () => choose(one.name));
    name.className = 'link';
    const title = document.createElement('span');
    title.append(name, element('br'), element('small', one.title, 'soft'));
    const made = row(one.level || '–', title, one.version || 'none',
        one.trial ? one.trial.slice(0, 12) : '');
    made.dataset.package = one.name;
    if (one.name === chosen) made.setAttribute('aria-selected', 'true');
    return made;
  }));
}

async function choose(name) {
  chosen = name;
  location.hash = name;
  await show();
}

async function show() {
  await showPackages();
  if (!chosen) return;
  const [found, parameters] =
      await Promise.all([send('GET', `/${chosen}`), send('GET', `/${chosen}/parameters`)]);
  const summary = found.summary;
  const said = element('p');
  said.id = 'said';
  said.hidden = true;
  const parts = [
    element('h2', summary.title ? `${summary.name}: ${summary.title}` : summary.name),
    said,
    element('p', summary.purpose),
    element('p', summary.zones.length ? `Decides at level ${summary.level} in: ${summary.zones.join(', ')}`
        : 'No zone of the site names it.', 'soft'),
  ];
  if (found.trials.length) parts.push(element('h3', 'Trial'), trialTable(found.trials));
  parts.push(element('h3', 'Versions'), versionTable(found));
  if (parameters.length) parts.push(element('h3', 'Parameters'), parameterTable(parameters));
  const files = document.createElement('div');
  files.id = 'files';
  parts.push(files);
  detail.replaceChildren(...parts);
  if (summary.active) await showFiles(summary.active);
}

function reason() {
  const field = detail.querySelector('#why');
  if (!field.reportValidity()) throw new Error('Say why, for those who come after you.');
  return field.value;
}

async function act(work, done) {
  try {
    const said = await work();
    await show();
    say(done(said), true);
  } catch (fault) {
    say(fault.message, false);
  }
}

function versionTable(found) {
  const holder = document.createElement('div');
  if (mayEdit) {
    const label = element('label', 'Why ', 'soft');
    const why = document.createElement('input');
    why.id = 'why';
    why.required = true;
    why.maxLength = 500;
    why.placeholder = 'why it is activated, tried or rolled back';
    label.append(why);
    holder.append(label, ' ',
        button('Roll back', () => act(() => send('POST', `/${chosen}/roll-back`, {why: reason()}),
            now => `Version ${now.summary.version} is in force again.`)));
  }
  const table = document.createElement('table');
  const head = document.createElement('thead');
  head.append(row('Stage', 'Version', 'Loaded', 'By', ''));
  table.append(head);
  for (const version of found.versions) {
    const actions = document.createElement('span');
    actions.append(button('Files', () => showFiles(version.hash)));
    if (mayEdit && version.stage !== 'active' && version.stage !== 'draft') {
      const order = () => ({hash: version.hash, why: reason()});
      actions.append(' ', button('Activate', () => act(() => send('POST', `/${chosen}/activate`, order()),
          now => `Version ${now.summary.version} is in force.`), true));
      actions.append(' ', version.stage === 'shadow'
          ? button('End trial', () => act(() => send('DELETE', `/${chosen}/shadow`), () => 'The trial is over.'))
          : button('Try', () => act(() => send('POST', `/${chosen}/shadow`, order()),
              () => 'It decides beside the one in force; nothing follows from it.')));
    }
    const stage = element('span', version.stage, 'tag ' + version.stage);
    const name = document.createElement('span');
    name.append(version.version, ' ', element('code', version.hash.slice(0, 12)));
    const who = document.createElement('span');
    who.append(version.by, element('br'), element('small', version.why, 'soft'));
    const made = row(stage, name, dayFormat.format(new Date(version.loaded)), who, actions);
    made.dataset.hash = version.hash;
    table.append(made);
    if (version.problems.length) {
      const problems = row(element('pre', version.problems.join('\n'), 'problems'));
      problems.firstChild.colSpan = 5;
      table.append(problems);
    }
  }
  holder.append(table);
  return holder;
}

function trialTable(trials) {
  const table = document.createElement('table');
  const head = document.createElement('thead');
  head.append(row('Zone', 'Decisions', 'Differing', 'Latest differences'));
  table.append(head);
  for (const trial of trials) {
    table.append(row(trial.zone, trial.decisions, trial.differing,
        element('pre', trial.fault || trial.differences.join('\n') || 'none', 'problems')));
  }
  return table;
}

function parameterTable(parameters) {
  const table = document.createElement('table');
  const head = document.createElement('thead');
  head.append(row('Parameter', 'Range', 'Value', ''));
  table.append(head);
  for (const one of parameters) {
    const name = document.createElement('span');
    name.append(one.name, element('br'), element('small', one.title, 'soft'));
    const value = document.createElement('input');
    value.type = 'number';
    value.step = 'any';
    value.min = one.min;
    value.max = one.max;
    value.value = one.value;
    value.disabled = !mayEdit;
    value.setAttribute('aria-label', one.name);
    const set = document.createElement('span');
    if (mayEdit) {
      set.append(button('Set', () => act(
          () => send('PUT', `/${chosen}/parameters/${one.name}`, {value: Number(value.value), why: reason()}),
          () => `${one.name} is ${value.value} ${one.unit} from the next decision on.`)));
    }
    if (one.setBy) {
      if (mayEdit) {
        set.append(' ', button('Default', () => act(
            () => send('DELETE', `/${chosen}/parameters/${one.name}`), () => `${one.name} is as it was.`)));
      }
      set.append(' ', element('small', `set by ${one.setBy}: ${one.why}`, 'soft'));
    }
    const amount = document.createElement('span');
    amount.append(value, ' ' + one.unit);
    table.append(row(name, `${one.min} to ${one.max} ${one.unit}`, amount, set));
  }
  return table;
}

async function showFiles(hash) {
  const holder = detail.querySelector('#files');
  const files = await send('GET', `/${chosen}/source?hash=${hash}`);
  const choice = document.createElement('select');
  choice.setAttribute('aria-label', 'File');
  for (const path of Object.keys(files.texts)) choice.append(element('option', path));
  const text = document.createElement('textarea');
  text.id = 'source';
  text.spellcheck = false;
  text.readOnly = !mayEdit;
  text.setAttribute('aria-label', 'Content');
  const open = () => text.value = files.texts[choice.value];
  choice.addEventListener('change', open);
  text.addEventListener('input', () => files.texts[choice.value] = text.value);
  const first = Object.keys(files.texts).find(path => path.endsWith('.drl'));
  if (first) choice.value = first;
  open();
  const result = document.createElement('div');
  result.id = 'result';
  const bar = document.createElement('p');
  bar.append(choice);
  if (mayEdit) {
    const content = () => ({texts: files.texts, base64: files.base64});
    bar.append(' ', button('Check', () => showResult(() => send('POST', `/${chosen}/check`, content()))),
        ' ', button('Test', () => showResult(() => send('POST', `/${chosen}/test`, content()))),
        ' ', button('Load as a version', () => act(async () => {
          const loaded = await send('POST', `/${chosen}/versions`, {...content(), why: reason()});
          return loaded;
        }, loaded => `Version ${loaded.hash.slice(0, 12)} is ${loaded.stage}.`)));
  }
  holder.replaceChildren(element('h3', `Files of ${hash.slice(0, 12)}`), bar, text, result);
}

async function showResult(work) {
  const holder = detail.querySelector('#result');
  try {
    const result = await work();
    const good = result.right ?? result.passed;
    const parts = [element('p', result.right ? 'Everything is right.'
        : result.passed ? `All ${result.steps.length} steps passed.`
            : 'It is not right yet.', 'note ' + (good ? 'good' : 'bad'))];
    if (result.problems.length) parts.push(element('pre', result.problems.join('\n\n'), 'problems'));
    for (const rule of result.neverFired ?? []) parts.push(element('p', `No test makes "${rule}" fire.`));
    for (const rule of result.neverSilent ?? []) parts.push(element('p', `No test leaves "${rule}" silent.`));
    if (result.steps?.length) parts.push(stepTable(result.steps));
    holder.replaceChildren(...parts);
  } catch (fault) {
    holder.replaceChildren(element('p', fault.message, 'note bad'));
  }
}

function stepTable(steps) {
  const table = document.createElement('table');
  const head = document.createElement('thead');
  head.append(row('', 'Step', 'Expected', 'Got'));
  table.append(head);
  for (const step of steps) {
    table.append(row(element('span', step.passed ? 'ok' : 'failed', 'tag ' + (step.passed ? 'WON' : 'FAILED')),
        `${step.scenario}, step ${step.step}`, element('pre', step.expected.join('\n'), 'problems'),
        element('pre', step.got.join('\n'), 'problems')));
  }
  return table;
}

show().catch(fault => detail.replaceChildren(element('p', fault.message, 'note bad')));
