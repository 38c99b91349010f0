// A group or channel: several people write and react in it, as one of them at a time; the bot is added and taken out.

import { Chat, now } from "./chat.js";

const REACTIONS = ["❤", "👍", "🔥"];
const STANDINGS = { left: "no está", member: "miembro", administrator: "administrador" };
const RIGHTS = [
  "can_be_edited", "can_manage_chat", "can_change_info", "can_delete_messages", "can_invite_users", "can_restrict_members",
  "can_promote_members", "can_manage_video_chats", "can_post_stories", "can_edit_stories", "can_delete_stories",
];
const DOOR = {
  approveChatJoinRequest: (name) => `${name} ha entrado`,
  declineChatJoinRequest: (name) => `${name} no puede entrar`,
  banChatMember: (name) => `${name} tiene que salir`,
};
const CHANNEL_RIGHTS = ["can_post_messages", "can_edit_messages"];

export class Place extends Chat {
  furnish() {
    super.furnish();
    const { user } = this;
    this.element.classList.add("place");
    this.reacted = new Map();
    this.part(".avatar.bot").textContent = this.channel ? "📣" : "👥";
    this.part(".phone-bot").textContent = user.first_name;
    this.part(".start").hidden = true;
    this.part(".composer").hidden = false;
    const controls = document.getElementById("place-controls").content.firstElementChild.cloneNode(true);
    this.part(".phone-head").after(controls);
    this.who = controls.querySelector("[name=who]");
    this.who.addEventListener("change", () => this.showPolls());
    this.standing = controls.querySelector("[name=standing]");
    if (this.channel) this.standing.querySelector("[value=member]").remove();
    this.standing.value = this.remembered.noted(user.id) ?? "left";
    this.standing.addEventListener("change", () => this.give(this.standing.value));
    controls.querySelector(".ask").addEventListener("click", () => this.ask());
    this.tellStanding();
  }

  welcome(person) {
    const option = document.createElement("option");
    option.value = person.id;
    option.textContent = person.first_name;
    this.who.append(option);
  }

  // Each has a vote of their own.
  showPolls() {
    for (const message of [...this.results.values()]) if (message.poll) this.showBots(message);
  }

  // -- what is otherwise than in a private chat -----------------------------------------------------------------------

  get channel() {
    return this.user.kind === "channel";
  }

  chat() {
    return { id: this.user.id, type: this.user.kind, title: this.user.first_name };
  }

  sender() {
    return this.user.person(Number(this.who.value)).sender();
  }

  author() {
    return this.channel ? { sender_chat: this.chat() } : super.author();
  }

  // As Telegram does: nothing where the bot is not, and only commands where it is no administrator (privacy mode).
  async send(message) {
    const standing = this.standing.value;
    if (standing === "left" || (standing === "member" && !message.text?.startsWith("/"))) return;
    await this.deliver(this.channel ? { channel_post: message } : { message });
  }

  follow(url) {
    const link = new URL(url);
    if (link.hostname !== "t.me" || !link.searchParams.has("start")) return super.follow(url);
    this.user.visit(Number(this.who.value), `/start ${link.searchParams.get("start")}`);
  }

  // Who is let in, or not, or has to go: everybody here sees it.
  apply(call) {
    if (!(call.method in DOOR)) return super.apply(call);
    if (!call.error) this.note(DOOR[call.method](this.user.person(call.params.user_id)?.user.first_name ?? "Alguien"));
  }

  note(text) {
    const line = document.createElement("li");
    line.className = "service";
    line.dataset.order = this.lastMessage;
    line.textContent = text;
    const list = this.part(".messages");
    list.append(line);
    list.scrollTop = list.scrollHeight;
  }

  // Asks to join, as whoever finds the chat by itself.
  async ask() {
    if (this.standing.value !== "administrator") return this.toast("El bot no atiende la puerta: no es administrador.");
    const { id, first_name } = this.sender();
    this.note(`${first_name} pide entrar`);
    await this.deliver({ chat_join_request: { chat: this.chat(), from: this.sender(), user_chat_id: id, date: now() } });
  }

  showBots(message) {
    if (message.sender_chat) return this.showOwn(message);
    super.showBots(message);
  }

  decorate(item, message) {
    const author = message.from ?? message.sender_chat;
    const name = document.createElement("strong");
    name.className = "author";
    name.textContent = author.first_name ?? author.title;
    item.querySelector(".bubble").prepend(name);
    item.append(this.channel ? this.forwarding(message) : this.reactions(message));
  }

  // -- reactions, forwarding, the bot's standing ----------------------------------------------------------------------

  reactions(message) {
    const row = document.createElement("div");
    row.className = "reactions";
    for (const emoji of REACTIONS) {
      const chip = document.createElement("button");
      chip.type = "button";
      chip.textContent = emoji;
      chip.setAttribute("aria-label", `Reaccionar ${emoji}`);
      chip.addEventListener("click", () => this.react(message, emoji, row));
      row.append(chip);
    }
    return row;
  }

  async react(message, emoji, row) {
    const key = `${message.message_id}:${this.who.value}`;
    const before = this.reacted.get(key) ?? [];
    const after = before.includes(emoji) ? [] : [emoji];
    this.reacted.set(key, after);
    for (const chip of row.children) {
      const by = [...this.reacted].filter(([each, shown]) => each.startsWith(`${message.message_id}:`) && shown.includes(chip.textContent));
      chip.setAttribute("aria-pressed", String(by.length > 0));
    }
    if (this.standing.value !== "administrator") return;
    const shown = (list) => list.map((each) => ({ type: "emoji", emoji: each }));
    await this.deliver({
      message_reaction: {
        chat: this.chat(), message_id: message.message_id, user: this.sender(), date: now(),
        old_reaction: shown(before), new_reaction: shown(after),
      },
    });
  }

  forwarding(message) {
    const row = document.createElement("div");
    row.className = "reactions";
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "↪ Reenviar al bot";
    button.addEventListener("click", () => {
      const origin = { type: "channel", date: message.date, chat: this.chat(), message_id: message.message_id };
      this.user.visit(Number(this.who.value), message.text, { forward_origin: origin });
    });
    row.append(button);
    return row;
  }

  async give(standing) {
    const before = this.remembered.noted(this.user.id) ?? "left";
    this.remembered.note(this.user.id, standing);
    this.tellStanding();
    await this.deliver({
      my_chat_member: {
        chat: this.chat(), from: this.sender(), date: now(),
        old_chat_member: this.member(before), new_chat_member: this.member(standing),
      },
    });
  }

  member(status) {
    const { id, is_bot, first_name, username } = this.bot;
    const member = { user: { id, is_bot, first_name, username }, status };
    if (status !== "administrator") return member;
    const rights = [...RIGHTS, ...(this.channel ? CHANNEL_RIGHTS : [])];
    const given = Object.fromEntries(rights.map((right) => [right, right !== "can_be_edited"]));
    return { ...member, ...given, is_anonymous: false };
  }

  tellStanding() {
    this.part(".phone-who").textContent = `${this.channel ? "canal" : "grupo"} · el bot: ${STANDINGS[this.standing.value]}`;
  }
}
