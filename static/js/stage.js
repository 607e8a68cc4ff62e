// The countdown in the hall. All talks stand on the page, so changing the speaker asks for nothing
// from the network; without this the page names the speaker, and links lead to the others.
const stage = document.querySelector("[data-stage]");
const find = (name) => document.querySelector(`[data-stage-${name}]`);
const clock = find("clock");
const bar = find("bar");
const word = find("word");
const start = find("start");
const talks = [...find("all").querySelectorAll("li")];
const theme = document.title.slice(document.title.lastIndexOf("·"));
let number = Number(stage.dataset.speaker);
let total = 0;
let left = 0; // milliseconds, while it stands still
let ends = 0; // the moment at which time is up, while it runs
let timer = 0;
let said = "";

const say = (text) => {
  if (text !== said) word.textContent = said = text;
};

const show = () => {
  const rest = timer ? Math.max(0, ends - Date.now()) : left;
  const seconds = Math.ceil(rest / 1000);
  clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  clock.dateTime = `PT${seconds}S`;
  bar.setAttribute("width", String(100 * (1 - rest / total)));
  stage.toggleAttribute("data-late", seconds <= 60 && rest < total);
  if (rest === 0) {
    say("Thank you.");
    halt(0);
  } else if (timer && seconds <= 30 && total > 60000) say("Half a minute left.");
  else if (timer && seconds <= 60 && total > 120000) say("One minute left.");
};

const halt = (rest) => {
  clearInterval(timer);
  timer = 0;
  left = rest;
  start.textContent = rest === 0 || rest === total ? "Start" : "Go on";
};

const run = () => {
  if (left === 0) left = total;
  ends = Date.now() + left;
  timer = setInterval(show, 200);
  start.textContent = "Stop";
  say("When the bars are equal, time is up.");
  show();
  // A machine that goes to sleep would take the clock with it.
  navigator.wakeLock?.request("screen").catch(() => {});
};

const turn = () => {
  if (timer) {
    halt(Math.max(0, ends - Date.now()));
    show();
    if (left) say("Stopped.");
  } else run();
};

const rewind = () => {
  total = Number(talks[number - 1].dataset.seconds) * 1000;
  halt(total);
  say(`${talks[number - 1].dataset.length}. When the bars are equal, time is up.`);
  show();
};

const link = (name, to) => {
  const anchor = find(name);
  anchor.hidden = !talks[to - 1];
  if (talks[to - 1]) anchor.href = `?speaker=${to}`;
};

const go = (to) => {
  const talk = talks[to - 1];
  if (!talk) return;
  number = to;
  find("number").textContent = to;
  find("names").textContent = talk.dataset.names;
  find("schools").textContent = talk.dataset.schools;
  find("title").textContent = talk.dataset.title;
  find("streamed").hidden = talk.dataset.streamed === "yes";
  stage.toggleAttribute("data-long", talk.dataset.names.length > 22);
  const next = talks[to]?.dataset;
  const line = find("next");
  line.textContent = next ? "Next: " : "The last talk: then thanks, and more tea.";
  if (next) {
    const name = document.createElement("b");
    name.textContent = next.names;
    line.append(name, `, ${next.title}`);
  }
  link("before", to - 1);
  link("after", to + 1);
  document.title = `On stage: ${talk.dataset.names} ${theme}`;
  history.replaceState(null, "", `?speaker=${to}`);
  rewind();
};

const keys = {
  " ": turn,
  ArrowRight: () => go(number + 1),
  PageDown: () => go(number + 1), // what a clicker sends
  ArrowLeft: () => go(number - 1),
  PageUp: () => go(number - 1),
  r: rewind,
  f: () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const press = keys[key];
  // On a link or a button the space bar is that control’s own.
  if (!press || (key === " " && event.target.closest("a, button"))) return;
  event.preventDefault();
  press();
});
start.addEventListener("click", turn);
for (const [name, step] of [["before", -1], ["after", 1]]) {
  find(name).addEventListener("click", (event) => {
    event.preventDefault();
    go(number + step);
  });
}
start.hidden = false;
find("keys").hidden = false;
find("all").hidden = true;
go(number);
