// A quiz poll in a chat: options that can be voted for once, and what was right.

const WORDS = {
  es: { quiz: "Cuestionario", closed: "Cerrado" },
  en: { quiz: "Quiz", closed: "Closed" },
};

export function pollBubble(poll, language, voted, vote) {
  const words = WORDS[language] ?? WORDS.en;
  const bubble = document.createElement("div");
  bubble.className = "poll";
  const question = document.createElement("p");
  question.className = "question";
  question.textContent = poll.question;
  const kind = document.createElement("small");
  kind.textContent = words.quiz;
  bubble.append(question, kind);
  const keys = poll.options.map((option, place) => {
    const key = document.createElement("button");
    key.type = "button";
    key.className = "option";
    key.textContent = option.text;
    key.addEventListener("click", () => { settle(place); vote(place); });
    bubble.append(key);
    return key;
  });
  const explanation = document.createElement("p");
  explanation.className = "explanation";
  explanation.textContent = poll.explanation ?? "";
  explanation.hidden = true;
  bubble.append(explanation);

  function settle(place) {
    keys.forEach((key, each) => {
      key.disabled = true;
      key.classList.toggle("right", poll.correct_option_ids?.includes(each) ?? false);
      key.classList.toggle("wrong", each === place && !poll.correct_option_ids?.includes(each));
    });
    explanation.hidden = !poll.explanation || poll.correct_option_ids?.includes(place);
  }

  function close() {
    kind.textContent = `${words.quiz} · ${words.closed}`;
    for (const key of keys) key.disabled = true;
  }

  if (voted !== undefined) settle(voted);
  const left = poll.close_date ? poll.close_date * 1000 - Date.now() : Infinity;
  if (left <= 0) close();
  else if (left < 86_400_000) setTimeout(close, left);
  return bubble;
}
