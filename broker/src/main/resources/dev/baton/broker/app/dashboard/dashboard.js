// The dashboard of a Baton broker: what /api/v1 tells, drawn. Whatever comes from outside is put in as text, never as markup.
'use strict';

(() => {
  const API = '/api/v1';
  const KEPT_SECONDS = 15 * 60;
  const SILENCE_LIMIT_MILLIS = 5000;
  const RETRY_MILLIS = 1000;
  const REQUESTS_SHOWN = 12;
  const $ = id => document.getElementById(id);

  // ---- elements

  /** An element with properties and children; text stays text. */
  function make(tag, properties, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties || {})) {
      if (name === 'class') element.className = value;
      else if (name.startsWith('data-')) element.setAttribute(name, value);
      else element[name] = value;
    }
    element.append(...children);
    return element;
  }

  function setText(element, text) {
    const shown = String(text);
    if (element.textContent !== shown) element.textContent = shown;
  }

  /** Brings the children of a parent into line with the items: rows that stay are kept, so that nothing flickers or loses its focus. */
  function keyed(parent, items, key, create, update) {
    const old = new Map([...parent.children].map(child => [child.dataset.key, child]));
    let place = parent.firstElementChild;
    for (const item of items) {
      const name = key(item);
      let child = old.get(name);
      if (child) {
        old.delete(name);
      } else {
        child = create(item);
        child.dataset.key = name;
      }
      if (child === place) place = place.nextElementSibling;
      else parent.insertBefore(child, place);
      update(child, item);
    }
    for (const child of old.values()) child.remove();
  }

  /** A table row whose cells are found by their names under {@code parts}. */
  function makeRow(properties, columns) {
    const row = make('tr', properties);
    row.parts = {};
    for (const [name, label, style] of columns) {
      const cell = make('td', { class: style || '' });
      if (label) cell.dataset.label = label;
      row.append(cell);
      row.parts[name] = cell;
    }
    return row;
  }

  // ---- figures

  const count = value => value === null || value === undefined ? '–' : Math.round(value).toLocaleString('en');
  const rate = value => value >= 100 || value === 0 ? count(value) : value.toFixed(value >= 10 ? 1 : 2);

  function millis(value) {
    if (value === null || value === undefined) return '–';
    if (value >= 60000) return duration(value / 1000);
    if (value >= 1000) return (value / 1000).toFixed(value >= 10000 ? 1 : 2) + ' s';
    if (value >= 100) return Math.round(value).toLocaleString('en') + ' ms';
    if (value >= 1) return value.toFixed(value >= 10 ? 1 : 2) + ' ms';
    return Math.round(value * 1000) + ' µs';
  }

  const axisMillis = value => value === null ? '' : value >= 1000 ? value / 1000 + ' s' : value < 1 ? Math.round(value * 1000) + ' µs' : value + ' ms';

  function duration(seconds) {
    const s = Math.floor(seconds);
    if (s < 60) return s + ' s';
    if (s < 3600) return Math.floor(s / 60) + ' min' + (s < 600 ? ' ' + s % 60 + ' s' : '');
    if (s < 86400) return Math.floor(s / 3600) + ' h ' + Math.floor(s % 3600 / 60) + ' min';
    return Math.floor(s / 86400) + ' d ' + Math.floor(s % 86400 / 3600) + ' h';
  }

  const timeOfDay = iso => new Date(iso).toLocaleTimeString('en-GB');

  // ---- the API

  const token = () => sessionStorage.getItem('baton-admin-token');

  async function call(path, options) {
    const headers = { ...(options && options.headers) };
    if (token()) headers.Authorization = 'Bearer ' + token();
    const response = await fetch(API + path, { ...options, headers, cache: 'no-store' });
    if (response.ok) return response;
    let detail = response.status + ' ' + response.statusText;
    try {
      detail = (await response.json()).detail || detail;
    } catch (e) {
      // no JSON: the status line must do
    }
    const error = new Error(detail);
    error.status = response.status;
    throw error;
  }

  const getJson = async path => (await call(path)).json();

  // ---- is it well?

  const TITLES = { ok: 'All is well', warning: 'Something needs a look', critical: 'Something is wrong' };

  function showVerdict(verdict) {
    $('verdict').dataset.level = verdict.level;
    setText($('verdict-title'), TITLES[verdict.level] || verdict.level);
    document.title = (verdict.well ? '' : '● ') + 'Baton';
    keyed($('findings'), verdict.findings, finding => finding.what.replace(/\d+/g, '#'),
      () => make('li', {}, make('div', { class: 'what' }), make('div', { class: 'todo' })),
      (item, finding) => {
        item.className = finding.level;
        setText(item.children[0], finding.what);
        setText(item.children[1], finding.todo);
      });
  }

  function showTiles(totals) {
    const tiles = [
      ['requests/s', rate(totals.requestsPerSecond)],
      ['p50', millis(totals.p50Millis)],
      ['p99', millis(totals.p99Millis)],
      ['errors/s', rate(totals.errorsPerSecond)],
      ['waiting', count(totals.queued)],
      ['in flight', count(totals.inFlight), count(totals.window)],
      ['busy slots', count(totals.busy), count(totals.capacity)],
      ['workers', count(totals.workers)],
    ];
    keyed($('tiles'), tiles, tile => tile[0],
      tile => make('div', { class: 'tile' }, make('div', { class: 'name' }, tile[0]),
        make('div', { class: 'value' }, make('span'), make('small'))),
      (element, tile) => {
        setText(element.lastChild.firstChild, tile[1]);
        setText(element.lastChild.lastChild, tile.length > 2 ? ' / ' + tile[2] : '');
      });
  }

  const ACCESS = { KEYS: 'known keys only', LOOPBACK: 'no keys, this machine only', INSECURE: 'insecure: no keys' };

  let here = null; // the broker as it was a moment ago, and how many requests it had

  function showBroker(broker, totals) {
    here = { state: broker.state, requests: totals.queued + totals.inFlight };
    setText($('figures'), broker.frontend + ' · ' + count(broker.clients) + (broker.clients === 1 ? ' client' : ' clients')
      + ' · up ' + duration(broker.uptimeSeconds) + ' · ' + broker.version + ' · ');
    setText($('who'), ACCESS[broker.access] || '');
    $('who').className = broker.access === 'INSECURE' ? 'state bad' : '';
    setText($('broker-state'), broker.state);
    $('broker-state').className = 'state ' + (broker.state === 'SERVING' ? 'READY' : broker.state === 'DRAINING' ? 'DRAINING' : 'bad');
    setText($('steer-broker'), broker.state === 'SERVING' ? 'Drain' : 'Resume');
    $('steer-broker').hidden = broker.state === 'STOPPED';
    $('steering').hidden = false;
  }

  function steerBroker() {
    if (here.state === 'SERVING') {
      order('/broker/drain', 'Drain this broker?', 'Drain', 'It refuses new requests, which their clients may send elsewhere, finishes the '
        + count(here.requests) + ' that it has, and stays, so that it can be resumed.', 'The broker was told to drain.');
    } else {
      order('/broker/resume', 'Resume this broker?', 'Resume', 'It takes requests again.', 'The broker was told to take requests again.');
    }
  }

  // ---- pools and workers

  const POOL_CELLS = [['name', '', 'name wide'], ['rate', 'requests/s', 'number'], ['p50', 'p50', 'number'], ['p99', 'p99', 'number'],
    ['queued', 'waiting', 'number'], ['oldest', 'oldest', 'number'], ['flight', 'in flight / window', 'number'],
    ['busy', 'busy / slots', 'number'], ['workers', 'workers', 'number'], ['returns', 'hand-backs/s', 'number']];

  function showPools(pools) {
    keyed($('pools').tBodies[0], pools, pool => pool.name,
      () => {
        const row = makeRow({}, POOL_CELLS);
        row.parts.name.append(make('span'), make('small'));
        return row;
      },
      (row, pool) => {
        setText(row.parts.name.children[0], pool.name);
        setText(row.parts.name.children[1], pool.services.join(', ') + ' · ' + pool.backend);
        setText(row.parts.rate, rate(pool.requestsPerSecond));
        setText(row.parts.p50, millis(pool.p50Millis));
        setText(row.parts.p99, millis(pool.p99Millis));
        setText(row.parts.queued, count(pool.queued));
        setText(row.parts.oldest, pool.queued ? millis(pool.oldestWaitMillis) : '–');
        setText(row.parts.flight, count(pool.inFlight) + ' / ' + count(pool.window));
        setText(row.parts.busy, count(pool.busy) + ' / ' + count(pool.capacity));
        setText(row.parts.workers, count(pool.workers) + (pool.plainPeers ? ' + ' + count(pool.plainPeers) + ' plain' : ''));
        setText(row.parts.returns, rate(pool.handBacksPerSecond));
      });
    $('pool-choice').hidden = pools.length < 2;
    keyed($('pool'), [{ name: '' }, ...pools], pool => pool.name,
      pool => make('option', { value: pool.name }),
      (option, pool) => setText(option, pool.name || 'all pools'));
  }

  const WORKER_CELLS = [['id', '', 'name wide'], ['state', 'state'], ['slots', 'busy slots'], ['leader', 'holds the baton'],
    ['heard', 'heard of', 'number'], ['returns', 'hand-backs', 'number'], ['lost', 'lost leases', 'number'], ['age', 'age', 'number'],
    ['actions', '', 'number']];

  function showWorkers(workers) {
    $('no-workers').hidden = workers.length > 0;
    keyed($('workers').tBodies[0], workers, worker => worker.id, makeWorker, (row, worker) => {
      row.worker = worker;
      row.className = worker.state;
      setText(row.parts.id.children[0], worker.id);
      setText(row.parts.id.children[1], [worker.pool, worker.host, worker.pid ? 'pid ' + worker.pid : '', worker.address]
        .filter(part => part).join(' · '));
      setText(row.parts.state.firstChild, worker.state);
      row.parts.state.firstChild.className = 'state ' + worker.state;
      setText(row.parts.slots.firstChild.lastChild, worker.busy + ' / ' + worker.capacity);
      row.parts.slots.firstChild.firstChild.firstChild.style.width = (worker.capacity ? 100 * worker.busy / worker.capacity : 0) + '%';
      const leads = worker.leader && worker.state !== 'GONE';
      setText(row.parts.leader.children[0], leads ? worker.leader.thread : '–');
      setText(row.parts.leader.children[1], leads ? 'for ' + millis(worker.leader.heldMillis) : '');
      setText(row.parts.heard, (worker.lastHeartbeatMillis < 1000 ? Math.round(worker.lastHeartbeatMillis) + ' ms' : duration(worker.lastHeartbeatMillis / 1000)) + ' ago');
      setText(row.parts.returns, count(worker.handBacks));
      setText(row.parts.lost, count(worker.lostLeases));
      setText(row.parts.age, duration(worker.ageSeconds));
      const button = row.parts.actions.firstChild;
      setText(button, worker.state === 'DRAINING' ? 'Resume' : 'Drain');
      button.hidden = worker.state === 'GONE';
      button.disabled = !worker.controllable;
      button.title = worker.controllable ? '' : 'This worker has no control channel: send its process SIGTERM to drain it.';
    });
  }

  function makeWorker() {
    const row = makeRow({}, WORKER_CELLS);
    row.parts.id.append(make('span'), make('small'));
    row.parts.state.append(make('span', { class: 'state' }));
    row.parts.slots.append(make('div', { class: 'gauge' }, make('div', { class: 'bar' }, make('span', { class: 'busy' })), make('span')));
    row.parts.leader.append(make('span'), make('small'));
    row.parts.actions.append(make('button', { type: 'button', onclick: () => steer(row.worker) }));
    return row;
  }

  function steer(worker) {
    const path = '/workers/' + encodeURIComponent(worker.id);
    if (worker.state === 'DRAINING') {
      order(path + '/resume', 'Resume ' + worker.id + '?', 'Resume', 'It takes requests again.', worker.id + ' was told to take requests again.');
    } else {
      order(path + '/drain', 'Drain ' + worker.id + '?', 'Drain', 'It takes no new requests, finishes the ' + worker.busy
        + ' that it has, and stays connected, so that it can be resumed.', worker.id + ' was told to drain.');
    }
  }

  /** Does what was asked for, if it is confirmed. */
  async function order(path, title, verb, text, done) {
    if (!await confirmed(title, text, verb)) return;
    try {
      await call(path, { method: 'POST', headers: { 'X-Baton-Admin': '1' } });
      tell(done, false);
    } catch (e) {
      tell('That did not work: ' + e.message, true);
    }
  }

  function confirmed(title, text, yes) {
    const dialog = $('confirm');
    setText($('confirm-title'), title);
    setText($('confirm-text'), text);
    setText($('confirm-yes'), yes);
    dialog.returnValue = 'no';
    dialog.showModal();
    return new Promise(resolve => dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true }));
  }

  let resultTimer = 0;

  function tell(text, bad) {
    const result = $('result');
    setText(result, text);
    result.className = bad ? 'bad' : '';
    result.hidden = false;
    clearTimeout(resultTimer);
    resultTimer = setTimeout(() => { result.hidden = true; }, bad ? 15000 : 6000);
  }

  // ---- requests

  const REQUEST_CELLS = [['when', '', 'time'], ['method', '', 'name wide'], ['split', '', 'split'], ['total', '', 'number'], ['status', '', ''],
    ['worker', '', 'name']];
  const NONE = { open: 'No request waits or runs.', slow: 'No request was answered in the last 15 minutes.', failed: 'None failed in the last 15 minutes.' };
  let kind = 'slow';
  let asked = false;

  /** Asks at most once a second, however much happens. */
  function askForRequests() {
    if (asked) return;
    asked = true;
    setTimeout(async () => {
      asked = false;
      const of = kind;
      try {
        const answer = await getJson('/requests/' + of + '?limit=' + REQUESTS_SHOWN);
        if (of === kind) showRequests(of === 'open' ? answer.requests.map(asEnded) : answer.requests, answer.total || 0);
      } catch (e) {
        // the stream tells when the broker is gone
      }
    }, document.hidden ? 5000 : 900);
  }

  const identity = request => request.client + '/' + request.id + '/' + request.arrivedAt;

  /** One that goes on, in the words of those that have ended. */
  function asEnded(request) {
    const left = request.remainingMillis === null ? 'nobody waits for it any more' : millis(request.remainingMillis) + ' left';
    const replies = request.partials ? count(request.partials) + ' replies · ' : '';
    return { ...request, status: request.state, message: replies + left, workerWaitMillis: null, handlerMillis: null, networkMillis: null };
  }

  function showRequests(requests, total) {
    setText($('no-requests'), NONE[kind]);
    $('no-requests').hidden = requests.length > 0;
    setText($('more-requests'), 'and ' + count(total - requests.length) + ' more, which came later');
    $('more-requests').hidden = total <= requests.length;
    const slowest = Math.max(...requests.map(request => request.totalMillis), 0.001);
    const open = new Map([...document.querySelectorAll('#requests tr.more')].map(row => [row.of, row]));
    const rows = [];
    for (const request of requests) {
      rows.push({ request });
      const more = open.get(identity(request));
      if (more) rows.push({ request, more });
    }
    keyed($('requests').tBodies[0], rows, row => (row.more ? 'more ' : '') + identity(row.request),
      row => row.more || makeRequest(),
      (element, row) => {
        if (!row.more) fillRequest(element, row.request, slowest);
        else if (kind === 'open') explain(row.more, row.request);
      });
  }

  function makeRequest() {
    const row = makeRow({ class: 'request', tabIndex: 0 }, REQUEST_CELLS);
    row.parts.method.append(make('span'), make('small'));
    row.parts.split.append(make('div', { class: 'bar' }));
    row.parts.status.append(make('span', { class: 'state' }));
    row.onclick = () => toggle(row);
    row.onkeydown = event => { if (event.key === 'Enter') toggle(row); };
    return row;
  }

  function fillRequest(row, request, slowest) {
    row.request = request;
    setText(row.parts.when, timeOfDay(request.arrivedAt));
    setText(row.parts.method.children[0], request.method || '(without a header)');
    setText(row.parts.method.children[1], request.message);
    setText(row.parts.total, millis(request.totalMillis));
    setText(row.parts.status.firstChild, request.status);
    row.parts.status.firstChild.className = 'state ' + (request.state || (request.status === 'OK' ? 'OK' : 'bad'));
    setText(row.parts.worker, request.worker || '–');
    split(row.parts.split.firstChild, request, slowest);
  }

  function split(bar, request, slowest) {
    const answered = request.handlerMillis !== null;
    const parts = [['queue', request.queueMillis, 'broker queue'], ['wait', request.workerWaitMillis, 'worker wait'],
      ['handler', request.handlerMillis, 'handler'], ['network', request.networkMillis, 'network'],
      ['open', answered ? 0 : Math.max(0, request.totalMillis - request.queueMillis), 'no answer']];
    bar.title = parts.filter(part => part[1] > 0).map(part => part[2] + ' ' + millis(part[1])).join(', ');
    keyed(bar, parts, part => part[0], part => make('span', { class: part[0] }),
      (element, part) => { element.style.width = 100 * (part[1] || 0) / slowest + '%'; });
  }

  async function toggle(row) {
    const next = row.nextElementSibling;
    if (next && next.classList.contains('more')) {
      next.remove();
      return;
    }
    const of = identity(row.request);
    const cell = make('td', { class: 'explained', colSpan: REQUEST_CELLS.length }, '…');
    const more = make('tr', { class: 'more', 'data-key': 'more ' + of }, cell);
    more.of = of;
    row.after(more);
    await explain(more, row.request);
  }

  async function explain(more, of) {
    const cell = more.firstChild;
    try {
      const answer = await getJson('/requests/' + of.id);
      const found = answer.requests.find(request => identity(request) === identity(of)) || answer.requests[0];
      cell.replaceChildren(...explained(found));
    } catch (e) {
      setText(cell, e.message);
    }
  }

  function explained(request) {
    const sentences = make('ul', {}, ...request.explanation.map(sentence => make('li', {}, sentence)));
    const steps = make('div', { class: 'steps' });
    for (const step of request.timeline) {
      steps.append(make('span', { class: 'at' }, millis(step.atMicros / 1000)), make('span', {}, step.state.toLowerCase().replace(/_/g, ' ')),
        make('span', { class: 'note muted' }, [step.worker, step.note].filter(part => part).join(' · ')));
    }
    const names = 'request ' + request.id + ' of client ' + request.client
      + (request.caller ? ', with the key of ' + request.caller : '') + ', attempt ' + request.attempt;
    return [sentences, steps, make('small', {}, names)];
  }

  function choose(which) {
    kind = which;
    for (const name of ['open', 'slow', 'failed']) $('tab-' + name).setAttribute('aria-selected', String(name === which));
    $('requests').tBodies[0].replaceChildren();
    $('no-requests').hidden = $('more-requests').hidden = true;
    askForRequests();
  }

  // ---- charts

  const SERIES = ['requestsPerSecond', 'p50Millis', 'p99Millis', 'queued', 'inFlight', 'window'];
  const ERROR_COLORS = ['--red', '--amber', '--violet', '--blue', '--teal', '--grey'];
  let base = null; // the second, since 1970, of index 0
  let data = null;
  let charts = [];

  function noData() {
    const empty = () => new Array(KEPT_SECONDS).fill(null);
    return { times: empty().map((_, i) => base + i), series: Object.fromEntries(SERIES.map(name => [name, empty()])), errors: {} };
  }

  /** Seconds that come anew push out the oldest; the clock may be off by some milliseconds, so the index is rounded. */
  function merge(history) {
    const of = $('pool').value;
    const series = of ? history.pools[of] : history.series;
    if (!series) return;
    const length = series.queued.length;
    const first = Math.round(new Date(history.from).getTime() / 1000);
    const last = first + length - 1;
    if (data === null || Math.abs(last - (base + KEPT_SECONDS - 1)) > KEPT_SECONDS) {
      base = last - KEPT_SECONDS + 1;
      data = noData();
    }
    const step = last - (base + KEPT_SECONDS - 1);
    if (step > 0) {
      base += step;
      const shift = values => { values.splice(0, step); while (values.length < KEPT_SECONDS) values.push(null); };
      SERIES.forEach(name => shift(data.series[name]));
      Object.values(data.errors).forEach(shift);
      data.times = data.times.map(time => time + step);
    }
    for (const status of Object.keys(series.errors)) {
      if (!data.errors[status]) data.errors[status] = new Array(KEPT_SECONDS).fill(null);
    }
    for (let i = 0; i < length; i++) {
      const at = first + i - base;
      if (at < 0 || at >= KEPT_SECONDS || series.queued[i] === null) continue;
      for (const name of SERIES) data.series[name][at] = series[name][i];
      for (const status of Object.keys(data.errors)) data.errors[status][at] = (series.errors[status] || [])[i] || 0;
    }
    for (const status of Object.keys(data.errors)) {
      if (!data.errors[status].some(value => value > 0)) delete data.errors[status];
    }
    drawCharts();
  }

  function definitions() {
    return [
      { title: 'Requests', unit: 'per second', lines: [['requests', 'requestsPerSecond', '--blue', true]], format: count },
      { title: 'Latency', unit: 'from arrival to reply, by powers of ten', lines: [['p50', 'p50Millis', '--teal', false], ['p99', 'p99Millis', '--violet', false]], format: millis },
      { title: 'Waiting', unit: 'in the broker', lines: [['waiting', 'queued', '--amber', true]], format: count },
      { title: 'In flight', unit: 'against the window', lines: [['in flight', 'inFlight', '--blue', true], ['window', 'window', '--grey', false]], format: count },
      { title: 'Errors', unit: 'per second, by status', format: count,
        lines: Object.keys(data.errors).sort().map((status, i) => [status, status, ERROR_COLORS[i % ERROR_COLORS.length], true]) },
    ];
  }

  const valuesOf = line => data.series[line[1]] || data.errors[line[1]];

  function drawCharts() {
    const all = definitions();
    all.forEach((definition, i) => {
      const names = definition.lines.map(line => line[0]).join();
      const values = [data.times, ...definition.lines.map(valuesOf)];
      if (!charts[i]) charts[i] = makeChart(definition);
      if (charts[i].names !== names) replot(charts[i], definition, names, values);
      else charts[i].plot.setData(values);
      showLatest(charts[i].plot);
    });
  }

  function makeChart(definition) {
    const holder = make('div', { class: 'plot' });
    $('charts').append(make('div', { class: 'card chart' }, make('h3', {}, definition.title + ' ', make('span', {}, definition.unit)), holder));
    const chart = { holder, plot: null, names: null };
    new ResizeObserver(() => { if (chart.plot) chart.plot.setSize({ width: holder.clientWidth, height: 150 }); }).observe(holder);
    return chart;
  }

  const color = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  const powersOfTen = (u, min, max) => min === null ? [0.1, 10]
    : [10 ** Math.floor(Math.log10(Math.max(min, 0.001))), 10 ** Math.ceil(Math.log10(Math.max(max, 0.01) * 1.01))];

  function replot(chart, definition, names, values) {
    if (chart.plot) chart.plot.destroy();
    chart.names = names;
    const isTime = definition.format === millis; // a scale by powers of ten shows microseconds beside seconds
    const axis = { stroke: color('--muted'), grid: { stroke: color('--line'), width: 1 }, ticks: { show: false }, font: '11px system-ui, sans-serif' };
    const lone = (u, i) => {
      const shown = [];
      const list = u.data[i];
      for (let at = 0; at < list.length; at++) {
        if (list[at] !== null && (at === 0 || list[at - 1] === null) && (at === list.length - 1 || list[at + 1] === null)) shown.push(at);
      }
      return shown;
    };
    chart.plot = new uPlot({
      width: chart.holder.clientWidth, height: 150, padding: [12, 18, 0, 0],
      cursor: { sync: { key: 'baton' }, points: { size: 6 }, drag: { x: false, y: false } },
      legend: { live: true, markers: { width: 0, fill: (u, i) => u.series[i]._stroke || u.series[i].stroke() } },
      scales: { y: isTime ? { distr: 3, range: powersOfTen } : { range: (u, min, max) => [0, Math.max(max === null ? 0 : max * 1.15, 4)] } },
      series: [{ label: 'at', value: (u, v) => v === null ? '–' : new Date(v * 1000).toLocaleTimeString('en-GB') },
        ...definition.lines.map(line => ({ label: line[0], stroke: color(line[2]), width: 1.5, fill: line[3] ? color(line[2]) + '22' : undefined,
          points: { show: true, size: 4, fill: color(line[2]), filter: lone }, value: (u, v) => v === null || v === undefined ? '–' : definition.format(v) }))],
      axes: [{ ...axis, space: 60, size: 24, values: (u, splits) => splits.map(t => new Date(t * 1000).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })),
          incrs: [60, 120, 180, 300] },
        { ...axis, size: 56, space: 28, values: (u, splits) => splits.map(v => isTime ? axisMillis(v) : definition.format(v)),
          incrs: isTime ? undefined : [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6] }],
    }, values, chart.holder);
  }

  /** Beside the names stand the newest values, unless the mouse points at others. */
  function showLatest(plot) {
    if (plot.cursor.left === undefined || plot.cursor.left < 0) plot.setLegend({ idx: KEPT_SECONDS - 1 });
  }

  function redraw() {
    for (const chart of charts) chart.names = null;
    if (data) drawCharts();
  }

  async function loadHistory(minutes) {
    merge(await getJson('/history?minutes=' + minutes));
  }

  // ---- the stream

  const HANDLERS = {
    status: status => {
      showBroker(status.broker, status.totals);
      showVerdict(status.verdict);
      showTiles(status.totals);
      showPools(status.pools);
      if (!document.hidden) loadHistory(1).catch(() => {});
      if (kind === 'open') askForRequests();
    },
    workers: message => showWorkers(message.workers),
    requests: askForRequests,
  };

  let lastHeard = 0;
  let goneSince = null;

  function connection(state, text) {
    $('connection').dataset.state = state;
    setText($('connection'), text);
    for (const id of ['verdict', 'tiles']) $(id).classList.toggle('stale', state === 'gone');
  }

  function heard() {
    lastHeard = Date.now();
    goneSince = null;
    connection('live', 'live');
  }

  function gone() {
    goneSince = goneSince || Date.now();
    connection('gone', 'The broker has not answered for ' + duration((Date.now() - goneSince) / 1000) + '; trying again');
  }

  /** Read by fetch and not by EventSource, which cannot send the token, and does not notice a peer that is silent. */
  async function listen() {
    const cancel = new AbortController();
    const watch = setInterval(() => { if (Date.now() - lastHeard > SILENCE_LIMIT_MILLIS) cancel.abort(); }, 1000);
    try {
      lastHeard = Date.now();
      const response = await call('/events', { signal: cancel.signal });
      $('access').hidden = true;
      await loadHistory(15);
      askForRequests();
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let text = '';
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return;
        heard();
        text += value;
        const messages = text.split('\n\n');
        text = messages.pop();
        messages.forEach(dispatch);
      }
    } finally {
      clearInterval(watch);
      cancel.abort();
    }
  }

  function dispatch(message) {
    const lines = message.split('\n');
    const field = name => lines.filter(line => line.startsWith(name + ': ')).map(line => line.slice(name.length + 2)).join('\n');
    const handler = HANDLERS[field('event')];
    if (!handler) return;
    try {
      handler(JSON.parse(field('data')));
    } catch (e) {
      console.error('a bug in the dashboard', e); // what else comes is shown all the same
    }
  }

  async function listenForEver() {
    for (;;) {
      try {
        await listen();
      } catch (e) {
        if (e.status === 401) {
          await askForToken(e.message);
          continue;
        }
      }
      gone();
      await new Promise(resolve => setTimeout(resolve, RETRY_MILLIS));
    }
  }

  function askForToken(why) {
    connection('gone', 'a token is needed');
    setText($('access-error'), token() ? why : '');
    $('access').hidden = false;
    return new Promise(resolve => {
      $('access').onsubmit = event => {
        event.preventDefault();
        sessionStorage.setItem('baton-admin-token', $('token').value);
        resolve();
      };
    });
  }

  $('steer-broker').onclick = steerBroker;
  $('pool').onchange = () => { data = null; loadHistory(15).catch(() => {}); };
  $('tab-open').onclick = () => choose('open');
  $('tab-slow').onclick = () => choose('slow');
  $('tab-failed').onclick = () => choose('failed');
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
  listenForEver();
})();
