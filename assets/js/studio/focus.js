// What matters most in a picture is chosen by a click on it, or with the arrow keys once the focus is there; the
// fields beside it say the same in numbers.
(() => {
  const frame = document.getElementById("focus");
  const across = document.getElementById("id_focus_x");
  const down = document.getElementById("id_focus_y");
  if (!frame || !across || !down) return;

  const mark = frame.querySelector(".focus-mark");
  const show = () => {
    mark.style.setProperty("--fx", `${across.value}%`);
    mark.style.setProperty("--fy", `${down.value}%`);
  };
  const percent = (at, from, length) => Math.round(Math.min(1, Math.max(0, (at - from) / length)) * 100);

  const choose = (x, y) => {
    across.value = x;
    down.value = y;
    across.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const within = (value) => Math.min(100, Math.max(0, value));
  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  frame.dataset.canChoose = "";
  frame.tabIndex = 0;
  frame.addEventListener("click", (event) => {
    const box = frame.getBoundingClientRect();
    choose(percent(event.clientX, box.left, box.width), percent(event.clientY, box.top, box.height));
  });
  frame.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    choose(within(Number(across.value) + step[0]), within(Number(down.value) + step[1]));
  });
  for (const field of [across, down]) field.addEventListener("input", show);
  show();
})();
