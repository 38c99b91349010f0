// Keeps the overview fresh while the page is seen, and says so when it can't.
const live = document.getElementById("live");
const offline = document.getElementById("offline");
const EVERY = 2000;

async function refresh() {
  if (!document.hidden) {
    try {
      const answer = await fetch(live.dataset.source, { headers: { Accept: "text/html" } });
      if (answer.status === 401) {
        location.assign("/console");
        return;
      }
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      live.innerHTML = await answer.text();
      offline.hidden = true;
    } catch (error) {
      console.warn("console refresh failed:", error);
      offline.hidden = false;
    }
  }
  setTimeout(refresh, EVERY);
}

setTimeout(refresh, EVERY);
