// One phone: a private chat with the bot, as its owner sees it. A group or channel is one with a few things otherwise.

import { pollBubble } from "./poll.js";
import { asked, changed, paid } from "./telegram.js";

const WORDS = {
  es: {
    write: "Mensaje", bot: "bot", edited: "editado", start: "Empezar", today: "Hoy", paid: (stars) => `Pagaste ⭐ ${stars}`,
    pay: (stars) => `Pagar ⭐️${stars}`, receipt: "✓ Pagado",
    asked: (title) => `Pediste entrar en ${title}`, attach: "Enviar un archivo",
    tooLarge: (name, most) => `${name} es demasiado grande: a un bot le llegan archivos de hasta ${most} MB.`,
    subscription: "Suscripción", renew: "⟳ Renovar", canceled: "✕ Cancelar", active: "↺ Reanudar",
  },
  en: {
    write: "Message", bot: "bot", edited: "edited", start: "Start", today: "Today", paid: (stars) => `You paid ⭐ ${stars}`,
    pay: (stars) => `Pay ⭐️${stars}`, receipt: "✓ Paid",
    asked: (title) => `You asked to join ${title}`, attach: "Send a file",
    tooLarge: (name, most) => `${name} is too large: a bot gets files of up to ${most} MB.`,
    subscription: "Subscription", renew: "⟳ Renew", canceled: "✕ Cancel", active: "↺ Resume",
  },
};

// Bytes of a file that Telegram lets bots have, as adapters/telegram/file_session.py has it.
const MOST_FETCHED = 20_000_000;

const CHANGES = ["renew", "canceled", "active"];

const TAGS = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};

const COMMANDS = {
  es: ["menu", "regalo", "cartera", "misiones", "logros", "historia", "trivia", "hora", "idioma", "ayuda"],
  en: ["menu", "gift", "wallet", "missions", "achievements", "story", "trivia", "timezone", "language", "help"],
};

export class Chat {
  constructor(user, bot, post, remembered) {
    this.user = user;
    this.bot = bot;
    this.post = post;
    this.remembered = remembered;
    this.words = WORDS[user.language_code] ?? WORDS.en;
    this.items = new Map();
    this.results = new Map();
    this.waiting = new Map();
    this.lastMessage = remembered.after;
    this.element = document.getElementById("phone").content.firstElementChild.cloneNode(true);
    this.furnish();
    for (const message of remembered.all(user.id)) this.showOwn(message);
  }

  part(selector) {
    return this.element.querySelector(selector);
  }

  // -- what a group does otherwise ------------------------------------------------------------------------------------

  chat() {
    const { id, first_name, username } = this.user;
    return { id, type: "private", first_name, username };
  }

  sender() {
    const { id, first_name, username, language_code } = this.user;
    return { id, is_bot: false, first_name, username, language_code };
  }

  author() {
    return { from: this.sender() };
  }

  follow(url) {
    const link = new URL(url);
    if (link.hostname === "t.me" && link.searchParams.has("start")) return this.say(`/start ${link.searchParams.get("start")}`);
    if (link.hostname === "t.me" && link.pathname.startsWith("/$")) return this.#pay({ link: url });
    if (link.hostname === "t.me" && link.pathname.startsWith("/+")) return this.#ask(url);
    window.open(url, "_blank", "noopener");
  }

  send(message) {
    return this.deliver({ message });
  }

  // Below the payment that began a subscription: what Telegram may do with it by itself, or its owner in Telegram's settings.
  decorate(item, message) {
    const payment = message.successful_payment;
    if (!payment?.is_first_recurring) return;
    const row = document.createElement("div");
    row.className = "reactions";
    row.setAttribute("role", "group");
    row.setAttribute("aria-label", this.words.subscription);
    for (const does of CHANGES) {
      const chip = document.createElement("button");
      chip.type = "button";
      chip.textContent = this.words[does];
      chip.addEventListener("click", () => this.#change(payment.telegram_payment_charge_id, does, chip));
      row.append(chip);
    }
    item.append(row);
  }

  // -- the furniture --------------------------------------------------------------------------------------------------

  furnish() {
    const { user, bot, words } = this;
    this.element.setAttribute("aria-label", user.first_name);
    this.element.lang = user.language_code;
    this.part(".phone-bot").textContent = bot.first_name;
    this.part(".phone-who").textContent = `${words.bot} · ${user.first_name}${user.username ? ` · @${user.username}` : ""}`;
    const avatar = this.part(".avatar.who");
    avatar.textContent = user.first_name[0];
    avatar.classList.add(user.color ?? "violet");
    const input = this.part("input");
    input.placeholder = words.write;
    input.setAttribute("aria-label", words.write);
    const start = this.part(".start");
    start.textContent = words.start;
    start.addEventListener("click", () => this.say("/start"));
    this.part(".composer").addEventListener("submit", (event) => {
      event.preventDefault();
      const text = input.value.trim();
      if (!text) return;
      input.value = "";
      this.say(text);
    });
    // A file is attached by the button, or by dropping it onto the chat.
    const picker = document.createElement("input");
    picker.type = "file";
    picker.addEventListener("change", () => {
      for (const file of picker.files) this.#attach(file);
      picker.value = "";
    });
    const attach = this.part(".attach");
    attach.title = words.attach;
    attach.setAttribute("aria-label", words.attach);
    attach.addEventListener("click", () => picker.click());
    this.element.addEventListener("dragover", (event) => event.preventDefault());
    this.element.addEventListener("drop", (event) => {
      event.preventDefault();
      for (const file of event.dataTransfer.files) this.#attach(file);
    });
    this.part(".alert button").addEventListener("click", () => this.#closeAlert());
    const commands = this.part(".commands");
    for (const name of COMMANDS[user.language_code] ?? COMMANDS.en) {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = `/${name}`;
      button.addEventListener("click", () => { commands.hidden = true; this.say(`/${name}`); });
      item.append(button);
      commands.append(item);
    }
    this.part(".messages").addEventListener("click", ({ target }) => {
      if (target.matches(".command")) this.say(target.textContent);
    });
    this.part(".slash").addEventListener("click", () => { commands.hidden = !commands.hidden; });
  }

  // -- what the user does ---------------------------------------------------------------------------------------------

  #attach(file) {
    return this.#ofTelegram(async () => {
      if (file.size > MOST_FETCHED) throw new Error(this.words.tooLarge(file.name, MOST_FETCHED / 1_000_000));
      const answer = await fetch(`/sim/api/files?name=${encodeURIComponent(file.name)}`, { method: "POST", body: file });
      const { document: attached, error } = await answer.json();
      if (!answer.ok) throw new Error(error ?? `${answer.status}`);
      const message = { message_id: ++this.lastMessage, date: now(), chat: this.chat(), ...this.author(), document: attached };
      this.showOwn(message);
      await this.send(message);
    });
  }

  async say(text, more = {}) {
    const message = { message_id: ++this.lastMessage, date: now(), chat: this.chat(), ...this.author(), text, ...more };
    const command = /^\/[a-z0-9_]+/i.exec(text);
    if (command) message.entities = [{ type: "bot_command", offset: 0, length: command[0].length }];
    this.remembered.keep(this.user.id, message);
    this.showOwn(message);
    await this.send(message);
  }

  // Pays an invoice: in a message, or behind a link. Telegram's side of it is the simulator's.
  #pay(invoice, key) {
    return this.#ofTelegram(async () => this.#showPayment(await paid({ payer: this.sender(), ...invoice })), key);
  }

  // Pays the invoice of a message, whose button then tells so.
  async #settle(message, key) {
    if (!(await this.#pay({ message_id: message.message_id }, key))) return;
    this.remembered.note(this.#receipt(message), true);
    this.showBots(message);
  }

  #receipt(message) {
    return `paid:${this.user.id}:${message.message_id}`;
  }

  #change(charge, does, chip) {
    return this.#ofTelegram(async () => {
      const message = await changed({ charge, does });
      if (message) this.#showPayment(message);
    }, chip);
  }

  // Follows a link into a chat, which lets nobody in by itself.
  #ask(link) {
    return this.#ofTelegram(async () => this.toast(this.words.asked(await asked({ asker: this.sender(), link }))));
  }

  // Has Telegram do something, and says whether it did; what it refuses pops up. A key that is busy with it does nothing.
  async #ofTelegram(deed, key) {
    if (key?.classList.contains("busy")) return false;
    key?.classList.add("busy");
    try {
      await deed();
      return true;
    } catch (error) {
      this.#alert(error.message);
      return false;
    } finally {
      key?.classList.remove("busy");
    }
  }

  #showPayment(message) {
    const stars = message.successful_payment.total_amount;
    const shown = { ...message, message_id: ++this.lastMessage, text: this.words.paid(stars) };
    this.remembered.keep(this.user.id, shown);
    this.showOwn(shown);
  }

  async #tap(button, key, message) {
    if (button.pay) return this.#settle(message, key);
    if (button.url) return this.follow(button.url);
    const id = `${Date.now()}${Math.floor(Math.random() * 1000)}`;
    key.classList.add("busy");
    this.waiting.set(id, key);
    const callback_query = { id, from: this.sender(), chat_instance: String(this.user.id), message, data: button.callback_data };
    try {
      await this.deliver({ callback_query });
    } finally {
      this.#answered(id);
    }
  }

  async deliver(update) {
    this.element.classList.add("typing");
    try {
      await this.post(update);
    } catch (error) {
      this.toast(error.message);
    } finally {
      this.element.classList.remove("typing");
    }
  }

  // -- what the bot does ----------------------------------------------------------------------------------------------

  apply(call) {
    if (call.error) return this.#answered(call.params.callback_query_id);
    switch (call.method) {
      case "sendInvoice":
      case "sendMessage":
      case "sendPhoto":
      case "sendPoll":
      case "editMessageCaption":
      case "editMessageText":
      case "editMessageReplyMarkup":
        return this.showBots(call.result);
      case "deleteMessage":
        this.items.get(`bot:${call.params.message_id}`)?.remove();
        return;
      case "answerCallbackQuery":
        this.#answered(call.params.callback_query_id);
        if (call.params.text) call.params.show_alert ? this.#alert(call.params.text) : this.toast(call.params.text);
    }
  }

  #answered(queryId) {
    this.waiting.get(queryId)?.classList.remove("busy");
    this.waiting.delete(queryId);
  }

  showBots(message) {
    const before = this.results.get(message.message_id);
    if (before && (before.edit_date ?? 0) > (message.edit_date ?? 0)) return;
    this.results.set(message.message_id, message);
    this.lastMessage = Math.max(this.lastMessage, message.message_id);
    this.place(`bot:${message.message_id}`, message, "theirs");
  }

  showOwn(message) {
    this.lastMessage = Math.max(this.lastMessage, message.message_id);
    this.place(`own:${message.message_id}`, message, "own");
  }

  place(id, message, side) {
    const old = this.items.get(id);
    const item = document.createElement("li");
    item.className = `message ${side}`;
    item.dataset.order = message.message_id;
    item.append(this.#bubble(message));
    if (message.reply_markup?.inline_keyboard) item.append(this.#keyboard(message));
    this.decorate(item, message);
    this.items.set(id, item);
    const list = this.part(".messages");
    if (old) {
      item.classList.add("edited");
      old.replaceWith(item);
    } else {
      const next = [...list.children].find((each) => Number(each.dataset.order) > message.message_id);
      list.insertBefore(item, next ?? null);
    }
    this.part(".start").hidden = true;
    this.part(".composer").hidden = false;
    requestAnimationFrame(() => this.#reveal(list, item));
  }

  // A list that was taken off the page comes back at its top.
  showNewest() {
    const list = this.part(".messages");
    list.scrollTop = list.scrollHeight;
  }

  // A long passage is read from its beginning; else the newest is what one wants to see.
  #reveal(list, item) {
    const last = !item.nextElementSibling;
    const tall = item.offsetHeight > list.clientHeight;
    list.scrollTop = last && tall ? item.offsetTop - list.offsetTop - 8 : list.scrollHeight;
  }

  #bubble(message) {
    const bubble = document.createElement("div");
    bubble.className = "bubble";
    const text = document.createElement("div");
    text.className = "text";
    if (message.poll) text.append(this.#poll(message.poll));
    else if (message.invoice) text.append(...billed(message.invoice));
    else if (message.document) text.append(`📎 ${message.document.file_name}`);
    else text.append(...formatted(message.text ?? message.caption ?? "", message.entities ?? message.caption_entities ?? []));
    const time = document.createElement("time");
    const at = new Date((message.date ?? 0) * 1000);
    time.dateTime = at.toISOString();
    time.textContent = at.toLocaleTimeString(this.user.language_code, { hour: "2-digit", minute: "2-digit", hour12: false });
    if (message.edit_date) time.textContent = `${this.words.edited} ${time.textContent}`;
    if (message.photo) bubble.append(photo(message.photo.at(-1)));
    bubble.append(text, time);
    return bubble;
  }

  #poll(poll) {
    const voted = this.remembered.vote(this.sender().id, poll.id);
    return pollBubble(poll, this.user.language_code, voted, (place) => {
      this.remembered.voted(this.sender().id, poll.id, place);
      const option_ids = [place];
      const option_persistent_ids = [poll.options[place].persistent_id];
      return this.deliver({ poll_answer: { poll_id: poll.id, user: this.sender(), option_ids, option_persistent_ids } });
    });
  }

  #keyboard(message) {
    const keyboard = document.createElement("div");
    keyboard.className = "keyboard";
    for (const row of message.reply_markup.inline_keyboard) {
      const line = document.createElement("div");
      line.className = "keys";
      for (const button of row) {
        const key = document.createElement("button");
        key.type = "button";
        key.className = button.url ? "key link" : "key";
        const label = document.createElement("span");
        const paid = button.pay && this.remembered.noted(this.#receipt(message));
        key.disabled = Boolean(paid);
        label.textContent = button.pay ? this.#price(message, paid) : button.text;
        key.append(label);
        key.addEventListener("click", () => this.#tap(button, key, message));
        line.append(key);
      }
      keyboard.append(line);
    }
    return keyboard;
  }

  // Telegram's own words, in the language of whoever pays.
  #price(message, paid) {
    return paid ? this.words.receipt : this.words.pay(message.invoice.total_amount);
  }

  toast(text) {
    const toast = this.part(".toast");
    toast.textContent = text;
    toast.classList.add("shown");
    clearTimeout(this.fading);
    this.fading = setTimeout(() => toast.classList.remove("shown"), 3500);
  }

  #alert(text) {
    this.part(".alert p").textContent = text;
    this.part(".veil").hidden = false;
    this.part(".alert button").focus({ preventScroll: true });
  }

  #closeAlert() {
    this.part(".veil").hidden = true;
  }
}

export function now() {
  return Math.floor(Date.now() / 1000);
}

// What an invoice shows: what it is for, and its price.
function billed(invoice) {
  const title = document.createElement("b");
  title.textContent = invoice.title;
  return [title, `\n${invoice.description}\n⭐ ${invoice.total_amount}`];
}

// A photo keeps its place while it is being loaded.
function photo({ file_id, width, height }) {
  const image = document.createElement("img");
  image.className = "photo";
  image.src = `/sim/api/photos/${file_id}`;
  image.width = width;
  image.height = height;
  image.alt = "";
  return image;
}

// Text with Telegram's entities: offsets and lengths count UTF-16 units, as JavaScript's strings do.
function formatted(text, entities, from = 0, to = text.length) {
  const nodes = [];
  let at = from;
  const inside = entities.filter((each) => each.offset >= from && each.offset + each.length <= to);
  while (inside.length) {
    const entity = inside.shift();
    if (entity.offset < at) continue;
    const end = entity.offset + entity.length;
    const nested = inside.filter((each) => each.offset >= entity.offset && each.offset + each.length <= end);
    if (entity.offset > at) nodes.push(...plain(text.slice(at, entity.offset)));
    const element = tagged(entity);
    if (entity.type === "bot_command") element.textContent = text.slice(entity.offset, end);
    else element.append(...formatted(text, nested, entity.offset, end));
    nodes.push(element);
    at = end;
  }
  if (at < to) nodes.push(...plain(text.slice(at, to)));
  return nodes;
}

// Text without entities of its own: Telegram's apps find the commands in it.
function plain(text) {
  return text.split(/(?<![\w/.:])(\/[a-z][a-z0-9_]{1,31})(?![\w/])/i).map((piece, place) => {
    if (place % 2 === 0) return piece;
    const command = tagged({ type: "bot_command" });
    command.textContent = piece;
    return command;
  });
}

function tagged(entity) {
  if (entity.type === "text_link") {
    const link = document.createElement("a");
    link.href = entity.url;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    return link;
  }
  if (entity.type === "spoiler") {
    const spoiler = document.createElement("span");
    spoiler.className = "spoiler";
    spoiler.addEventListener("click", () => spoiler.classList.add("open"), { once: true });
    return spoiler;
  }
  if (entity.type === "bot_command") {
    const command = document.createElement("button");
    command.type = "button";
    command.className = "command";
    return command;
  }
  return document.createElement(TAGS[entity.type] ?? "span");
}
