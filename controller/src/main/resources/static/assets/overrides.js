// Manual overrides: who set what, why and for how long yet, and a button to end them. Counted down
// here; asked for anew when a decision, a reminder or the time may have changed them.
'use strict';

let overrides = [];
let overridesWanted = false;

function askOverrides() {
  if (overridesWanted) return;
  overridesWanted = true;
  setTimeout(() => {
    overridesWanted = false;
    send('GET', '/api/v1/overrides').then(list => {
      overrides = list.map(one => ({...one, endsAt: performance.now() + one.remainingS * 1000}));
      showOverrides();
    }).catch(fault => {
      document.getElementById('no-overrides').hidden = false;
      document.getElementById('no-overrides').textContent = 'Not known now: ' + fault.message;
    });
  }, 300);
}

function showOverrides() {
  const none = document.getElementById('no-overrides');
  none.hidden = overrides.length > 0;
  none.textContent = 'Nothing is set by hand.';
  document.getElementById('overrides').replaceChildren(...overrides.map(overrideLine));
  countDown();
}

function overrideLine(one) {
  const item = document.createElement('li');
  item.dataset.id = one.id;
  item.dataset.point = one.point;
  if (one.endsSoon) item.className = 'soon';
  const value = one.value !== null ? amount(one.value, one.unit)
      : [one.min === null ? '' : 'at least ' + amount(one.min, one.unit),
         one.max === null ? '' : 'at most ' + amount(one.max, one.unit)].filter(Boolean).join(', ');
  item.append(element('b', value), ' ', element('span', one.title), document.createElement('br'),
      element('span', one.name), ': ', element('span', one.reason), document.createElement('br'),
      element('small', 'until ' + dayFormat.format(new Date(one.expires)) + ', ', 'soft'),
      element('small', '', 'left'), ' ', element('small', 'level ' + one.level, 'soft'), ' ');
  if (one.mayEnd) {
    const button = element('button', 'End');
    button.title = `End ${one.name}'s override of ${one.point} now`;
    button.onclick = () => {
      button.disabled = true;
      send('DELETE', '/api/v1/overrides?id=' + encodeURIComponent(one.id))
          .catch(fault => item.append(element('small', fault.message, 'soft')))
          .finally(askOverrides);
    };
    item.append(button);
  }
  return item;
}

function countDown() {
  for (const item of document.getElementById('overrides').children) {
    const one = overrides.find(each => each.id === item.dataset.id);
    const leftS = Math.max(0, Math.round((one.endsAt - performance.now()) / 1000));
    const hours = Math.floor(leftS / 3600);
    const minutes = Math.floor(leftS / 60) % 60;
    item.querySelector('.left').textContent = leftS === 0 ? 'over'
        : (hours ? `${hours} h ${minutes} min` : leftS >= 60 ? `${minutes} min ${leftS % 60} s` : `${leftS} s`) + ' left';
    if (leftS === 0) askOverrides();
  }
}

addEventListener('DOMContentLoaded', () => {
  askOverrides();
  setInterval(countDown, 1000);
  setInterval(askOverrides, 10000);
});
