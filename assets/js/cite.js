// The address of a text and the ways to cite it are copied by a press. Without script they are there to be selected.
whenItStands(() => {
  const cite = document.querySelector(".cite[data-link]");
  const prose = document.querySelector("[data-copied]");
  if (!cite || !prose || !navigator.clipboard) return;

  const button = (words, text, name = "") => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button copy-text";
    made.textContent = words;
    if (name) made.setAttribute("aria-label", `${words}: ${name}`);
    made.addEventListener("click", async () => {
      await navigator.clipboard.writeText(text);
      made.textContent = prose.dataset.copied;
      setTimeout(() => { made.textContent = words; }, 2000);
    });
    return made;
  };

  for (const form of cite.querySelectorAll("dd")) {
    const copy = button(prose.dataset.copy, form.textContent, form.previousElementSibling.textContent);
    const place = document.createElement("dd");
    place.append(copy);
    form.after(place);
  }
  const address = document.querySelector("link[rel=canonical]")?.href ?? location.href;
  cite.querySelector("dl").before(button(cite.dataset.link, address));
});
