// What matters most in a picture is chosen by a click on it; the fields beside it say the same in numbers.
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

  frame.dataset.canChoose = "";
  frame.addEventListener("click", (event) => {
    const box = frame.getBoundingClientRect();
    across.value = percent(event.clientX, box.left, box.width);
    down.value = percent(event.clientY, box.top, box.height);
    across.dispatchEvent(new Event("input", { bubbles: true }));
  });
  for (const field of [across, down]) field.addEventListener("input", show);
  show();
})();
