// The demo's page: reads the control API's dump of both sides, and the connector's progress.
// `?connector=<url>` names the connector; without it, or while it is away, the records are still shown.

const REFRESH_MS = 2000;
const MOST_ROWS = 500;

const COLUMNS = {
  accounts: {
    desk: { Name: 'accountName', Phone: 'phone', Website: 'website', City: 'city', Country: 'country' },
    crm: {
      Name: 'Account_Name',
      Phone: 'Phone',
      Website: 'Website',
      City: 'Billing_City',
      Country: 'Billing_Country',
    },
  },
  contacts: {
    desk: {
      'Last name': 'lastName',
      'First name': 'firstName',
      'E-mail': 'email',
      Phone: 'phone',
      Title: 'title',
    },
    crm: {
      'Last name': 'Last_Name',
      'First name': 'First_Name',
      'E-mail': 'Email',
      Phone: 'Phone',
      Title: 'Title',
    },
  },
  products: {
    desk: { Name: 'productName', Code: 'productCode', Price: 'unitPrice', Category: 'productCategory' },
    crm: { Name: 'Product_Name', Code: 'Product_Code', Price: 'Unit_Price', Category: 'Product_Category' },
  },
};
const MODIFIED = { desk: 'modifiedTime', crm: 'Modified_Time' };

const byId = (id) => document.getElementById(id);
const connector = new URLSearchParams(location.search).get('connector');
const lastSeen = new Map();
let control = '';

async function getJson(url) {
  const answer = await fetch(url, { cache: 'no-store' });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return answer.json();
}

function show(value) {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? (value.name ?? '') : String(value);
}

function tableRow(cellName, texts) {
  const row = document.createElement('tr');
  for (const text of texts) {
    const cell = document.createElement(cellName);
    if (cellName === 'th') cell.scope = 'col';
    cell.textContent = text;
    row.append(cell);
  }
  return row;
}

/** True when the record is new or changed since the page saw it last. */
function isFresh(side, record) {
  const key = `${side}:${record.id}`;
  const stamp = show(record[MODIFIED[side]]);
  const before = lastSeen.get(key);
  lastSeen.set(key, stamp);
  return before !== undefined && before !== stamp;
}

function drawSide(side, module, records, wanted) {
  const columns = COLUMNS[module][side];
  const names = Object.values(columns);
  const collator = new Intl.Collator(undefined, { sensitivity: 'base' });
  const live = records.filter((record) => record._state === 'live');
  const rows = live
    .map((record) => ({
      record,
      texts: names.map((name) => show(record[name])),
      fresh: isFresh(side, record),
    }))
    .filter(({ texts }) => texts.join(' ').toLowerCase().includes(wanted))
    .sort((a, b) => collator.compare(a.texts.join(' ').trim(), b.texts.join(' ').trim()));
  byId(`${side}-count`).textContent = `${rows.length} of ${live.length}`;
  byId(`${side}-head`).replaceChildren(tableRow('th', Object.keys(columns)));
  byId(`${side}-body`).replaceChildren(
    ...rows.slice(0, MOST_ROWS).map(({ texts, fresh }) => {
      const row = tableRow('td', texts);
      row.classList.toggle('fresh', fresh);
      return row;
    }),
  );
}

async function drawRecords() {
  const module = new FormData(byId('choice')).get('module');
  const wanted = byId('find').value.trim().toLowerCase();
  try {
    const [desk, crm] = await Promise.all(
      ['desk', 'crm'].map((side) => getJson(`${control}/_sandbox/records?product=${side}&module=${module}`)),
    );
    drawSide('desk', module, desk, wanted);
    drawSide('crm', module, crm, wanted);
    const cut =
      Math.max(desk.length, crm.length) > MOST_ROWS
        ? ` The first ${MOST_ROWS} rows of each side are shown.`
        : '';
    byId('records-note').textContent = cut;
  } catch {
    byId('records-note').textContent = 'The sandbox does not answer; trying again.';
  }
}

function drawModule({ module, phase, done, total, ratePerSecond, secondsLeft }) {
  const box = document.createElement('div');
  const label = document.createElement('label');
  const bar = document.createElement('progress');
  const text = document.createElement('p');
  bar.id = `bar-${module}`;
  label.htmlFor = bar.id;
  label.textContent = `${module}: ${phase}`;
  if (total > 0) {
    bar.max = total;
    bar.value = done;
  }
  const rate = ratePerSecond > 0 ? ` · ${Math.round(ratePerSecond)} per second` : '';
  const left = secondsLeft > 0 ? ` · about ${Math.ceil(secondsLeft)} s left` : '';
  text.textContent = `${done} of ${total ?? '?'} records${rate}${left}`;
  box.append(label, bar, text);
  return box;
}

async function drawProgress() {
  if (!connector) {
    byId('progress-note').textContent =
      'No connector is named; add ?connector=<its address> to see the sync.';
    return;
  }
  try {
    const { modules } = await getJson(`${connector.replace(/\/$/, '')}/v1/progress`);
    byId('progress').replaceChildren(...modules.map(drawModule));
    byId('progress-note').textContent = modules.length > 0 ? '' : 'No sync has started yet.';
  } catch {
    byId('progress-note').textContent = 'The connector does not answer; trying again.';
  }
}

async function refresh() {
  if (!document.hidden) await Promise.all([drawRecords(), drawProgress()]);
  setTimeout(refresh, REFRESH_MS);
}

byId('choice').addEventListener('input', drawRecords);
byId('choice').addEventListener('submit', (event) => event.preventDefault());
({ control } = await getJson('sandbox.json'));
await refresh();
