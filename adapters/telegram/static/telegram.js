// What Telegram itself does, and not the bot: the simulator plays it. What the bot makes of it comes with its calls.

// Pays; the message that tells of it.
export const paid = async (payment) => (await done("payments", payment)).message;

// Charges a subscription again (then the message that tells of it), or changes it as in Telegram's settings.
export const changed = async (change) => (await done("subscriptions", change)).message;

// Asks to join the chat behind a link; the chat's title.
export const asked = async (asking) => (await done("requests", asking)).chat.title;

async function done(what, how) {
  const response = await fetch(`/sim/api/${what}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(how),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ?? `${response.status}`);
  return answer;
}
