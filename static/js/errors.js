// The summary above a refused form takes focus, so that it is read first.
document.querySelector("[data-takes-focus]")?.focus();
