#include "engine/render/digest/html/parts.hpp"

namespace tenantry::render {

std::string_view page_script() {
    return R"js(
'use strict';
document.documentElement.classList.add('scripted'); // what is folded is folded from the first
document.addEventListener('DOMContentLoaded', () => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const controls = document.getElementById('controls');
  if (!controls) return;
  controls.hidden = false;
  const search = document.getElementById('search');
  const rule = document.getElementById('rule');
  const shown = document.getElementById('shown');
  const fold = document.getElementById('fold');
  const buttons = all('button[data-filter]');
  const remarks = all('.remark');
  const customers = all('section.customer').map((section) => [section, all('.remark', section)]);
  let texts = null; // of the remarks, for the search: made when it is first used

  const pressed = (filter) => new Set(buttons
    .filter((button) => button.dataset.filter === filter && button.getAttribute('aria-pressed') === 'true')
    .map((button) => button.value));

  // A filter of which nothing is chosen lets everything through; all words of a search must be there.
  function filter() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length > 0 && texts === null) texts = remarks.map((remark) => remark.textContent.toLowerCase());
    const levels = pressed('level');
    const moments = pressed('moment');
    let count = 0;
    remarks.forEach((remark, i) => {
      const { level, rule: its, moment } = remark.dataset;
      const matches = (levels.size === 0 || levels.has(level)) && (moments.size === 0 || moments.has(moment)) &&
        (rule.value === '' || rule.value === its) && words.every((word) => texts[i].includes(word));
      remark.hidden = !matches;
      count += matches ? 1 : 0;
    });
    for (const [section, its] of customers) section.hidden = its.every((remark) => remark.hidden);
    shown.value = `${count} of ${remarks.length} shown`;
  }

  function showAll() {
    search.value = '';
    rule.value = '';
    for (const button of buttons) button.setAttribute('aria-pressed', 'false');
    filter();
  }

  // The next one that is shown; from nowhere, the first.
  function move(by) {
    const here = remarks.indexOf(document.activeElement.closest('.remark'));
    let i = here < 0 && by < 0 ? remarks.length : here;
    do i += by; while (i >= 0 && i < remarks.length && remarks[i].hidden);
    if (remarks[i]) remarks[i].firstElementChild.focus();
  }

  function show(remark, open) {
    remark.classList.toggle('open', open);
    remark.firstElementChild.setAttribute('aria-expanded', open);
  }

  search.addEventListener('input', filter);
  rule.addEventListener('change', filter);
  for (const button of buttons) {
    button.addEventListener('click', () => {
      button.setAttribute('aria-pressed', String(button.getAttribute('aria-pressed') !== 'true'));
      filter();
    });
  }
  fold.addEventListener('click', () => {
    const open = fold.textContent === 'Open all';
    for (const remark of remarks) if (!remark.hidden) show(remark, open);
    fold.textContent = open ? 'Close all' : 'Open all';
  });
  // The remark whose line this is, or null: what stands below the line may be marked and copied.
  const toggled = (target) => target.closest('.remark > p')?.parentElement ?? null;
  document.querySelector('main').addEventListener('click', (event) => {
    const remark = toggled(event.target);
    if (remark && getSelection().isCollapsed) show(remark, !remark.classList.contains('open'));
  });
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target === search;
    if (event.target === rule && event.key !== 'Escape') return;
    if (event.key === 'Escape') {
      showAll();
      search.blur();
    } else if (event.key === 'ArrowDown' || (event.key === 'j' && !typing) || (event.key === 'Enter' && typing)) {
      move(1);
    } else if (event.key === 'ArrowUp' || (event.key === 'k' && !typing)) {
      move(-1);
    } else if (event.key === '/' && !typing) {
      search.focus();
      search.select();
    } else if ((event.key === 'Enter' || event.key === ' ') && toggled(event.target)) {
      const remark = toggled(event.target);
      show(remark, !remark.classList.contains('open'));
    } else {
      return;
    }
    event.preventDefault();
  });
  for (const remark of remarks) {
    remark.firstElementChild.setAttribute('role', 'button');
    show(remark, remark.classList.contains('open'));
  }
  filter();
});
)js";
}

} // namespace tenantry::render
