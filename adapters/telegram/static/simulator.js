// The page: who is here, whose phones are open, and what the bot did.

import { Chat } from "./chat.js";
import { Place } from "./place.js";

const { users, places, bot, session, after } = Object.fromEntries(
  Object.entries(document.body.dataset).map(([name, value]) => [name, name === "session" ? value : JSON.parse(value)]),
);
const COLORS = ["violet", "teal", "rose", "sky", "amber"];
const narrow = window.matchMedia("(max-width: 820px)");
const store = remembering(`yabot:${session}`);
const notice = document.querySelector(".notice");
notice.hidden = !store.begunAnew;
const chats = new Map();
const open = new Set();
const applied = new Set();
let lastUpdate = 0;
let lastCall = 0;

const people = document.querySelector(".people");
const phones = document.querySelector(".phones");

for (const place of places) {
  const about = { id: place.id, first_name: place.title, kind: place.kind, language_code: "es", color: place.color };
  seat(about, new Place({ ...about, person: (id) => chats.get(id), visit }, bot, deliver, store), place.kind === "channel" ? "canal" : "grupo");
}
for (const user of [...users, ...store.newcomers()]) enter(user);
show(users[0].id);
if (!narrow.matches && users[1]) show(users[1].id);
listen();

// -- people -----------------------------------------------------------------------------------------------------------

function enter(user) {
  seat(user, new Chat(user, bot, deliver, store), user.language_code);
  for (const chat of chats.values()) chat.welcome?.(user);
}

// Somebody goes from a group or channel to their private chat, and says something there.
function visit(id, text, more) {
  show(id);
  return chats.get(id).say(text, more);
}

function seat(user, chat, kind) {
  chats.set(user.id, chat);
  const chip = document.createElement("button");
  chip.type = "button";
  chip.className = `person ${user.color}`;
  chip.dataset.id = user.id;
  const name = document.createElement("span");
  name.textContent = user.first_name;
  const language = document.createElement("small");
  language.textContent = kind;
  chip.append(name, language);
  chip.addEventListener("click", () => (open.has(user.id) && !narrow.matches && open.size > 1 ? hide(user.id) : show(user.id)));
  people.append(chip);
}

function show(id) {
  if (narrow.matches) for (const other of [...open]) if (other !== id) hide(other);
  open.add(id);
  arrange();
  people.querySelector(`[data-id="${id}"]`).scrollIntoView({ block: "nearest", inline: "nearest" });
}

function hide(id) {
  open.delete(id);
  arrange();
}

function arrange() {
  for (const [id, chat] of chats) {
    const shown = open.has(id);
    if (shown && !chat.element.isConnected) {
      const later = [...chats.keys()].slice([...chats.keys()].indexOf(id) + 1);
      const next = later.map((each) => chats.get(each).element).find((each) => each.isConnected);
      phones.insertBefore(chat.element, next ?? null);
      chat.showNewest();
    }
    if (!shown) chat.element.remove();
    people.querySelector(`[data-id="${id}"]`).setAttribute("aria-pressed", String(shown));
  }
}

narrow.addEventListener("change", () => {
  if (narrow.matches) show([...open][0]);
});

const dialog = document.querySelector(".newcomer");
document.querySelector(".add").addEventListener("click", () => dialog.showModal());
dialog.addEventListener("close", () => {
  const form = dialog.querySelector("form");
  const name = form.elements.name.value.trim();
  if (dialog.returnValue === "add" && name) {
    const id = 7_000_100 + Math.floor(Math.random() * 900_000);
    const username = `sim_${id}`;
    const user = { id, first_name: name, username, language_code: form.elements.language.value, color: COLORS[chats.size % COLORS.length] };
    store.welcome(user);
    enter(user);
    show(id);
  }
  form.reset();
});

// -- talking to the simulator -----------------------------------------------------------------------------------------

async function deliver(update) {
  lastUpdate = Math.max(lastUpdate + 1, Date.now() * 100);
  const response = await fetch("/sim/api/updates", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ update_id: lastUpdate, ...update }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ?? `${response.status}`);
  if (answer.session !== session) return beginAnew();
  answer.calls.forEach(apply);
}

// The program was started again: what this page shows is over, and the ids of calls begin anew.
function beginAnew() {
  location.reload();
}

function apply(call) {
  if (applied.has(call.id)) return;
  applied.add(call.id);
  chats.get(call.chat_id)?.apply(call);
}

// What is said is kept; what popped up before this page was opened has been read.
function recall(call) {
  if (call.method !== "answerCallbackQuery") apply(call);
  applied.add(call.id);
}

async function listen() {
  let take = recall;
  for (;;) {
    try {
      const response = await fetch(`/sim/api/calls?after=${lastCall}&wait=${lastCall ? 1 : 0}`);
      if (!response.ok) throw new Error(`${response.status}`);
      const { calls, session: now } = await response.json();
      if (now !== session) return beginAnew();
      for (const call of calls) {
        take(call);
        lastCall = Math.max(lastCall, call.id);
      }
      take = apply;
      document.body.classList.remove("away");
      if (!calls.length && !lastCall) await pause(400);
    } catch {
      document.body.classList.add("away");
      await pause(1500);
    }
  }
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

// What the simulator itself does not keep: the users' own messages and votes, and people who were added. One run of it at a
// time: of an earlier one, only who was added is taken along.
function remembering(key) {
  const earlier = Object.keys(sessionStorage).filter((other) => other.startsWith("yabot:") && other !== key);
  const people = earlier.flatMap((other) => JSON.parse(sessionStorage.getItem(other)).people);
  for (const other of earlier) sessionStorage.removeItem(other);
  const kept = JSON.parse(sessionStorage.getItem(key)) ?? { messages: {}, people, notes: {} };
  const save = () => sessionStorage.setItem(key, JSON.stringify(kept));
  save();
  return {
    after, // the number before that of the first message
    begunAnew: earlier.length > 0,
    all: (id) => kept.messages[id] ?? [],
    keep(id, message) { (kept.messages[id] ??= []).push(message); save(); },
    vote: (id, poll) => kept.votes?.[`${id}:${poll}`],
    voted(id, poll, place) { (kept.votes ??= {})[`${id}:${poll}`] = place; save(); },
    noted: (id) => kept.notes[id],
    note(id, what) { kept.notes[id] = what; save(); },
    newcomers: () => kept.people,
    welcome(user) { kept.people.push(user); save(); },
  };
}
