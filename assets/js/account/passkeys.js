// A form that a passkey answers: django-allauth's script holds the ceremony, this one starts it and says how it ended.
(() => {
  const form = document.querySelector("[data-passkey]");
  const ceremonies = window.allauth?.webauthn?.forms;
  if (!form || !ceremonies || !window.PublicKeyCredential) return;

  const said = form.querySelector("[data-passkey-said]");
  const options = form.dataset.options ? JSON.parse(form.dataset.options) : undefined;
  const ids = { credential: "passkey-credential", passwordless: "id_passwordless" };
  for (const name of ["login", "add", "authenticate"]) ids[name] = "passkey-button";
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault(); // it is said on the page, not only in the console
    said.hidden = false;
  });
  form.querySelector("button").addEventListener("click", () => { said.hidden = true; });
  ceremonies[form.dataset.passkey]({ ids, data: options });
  form.hidden = false;
})();
