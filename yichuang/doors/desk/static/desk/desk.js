// The row in hand and the open case are the same thing: while the next case loads, no key may reach the one before it.
const pane = () => document.getElementById("case")
const openCase = () => pane()?.querySelector("[data-desk-case]")?.dataset.deskCase
function guard() {
  const row = document.querySelector("#inbox [data-yc-row][aria-current]")
  if (!row || row.dataset.value === openCase()) return
  for (const key of pane().querySelectorAll("[data-yc-key]")) key.ariaDisabled = "true"
}
document.addEventListener("yc:row", e => { if (e.target.closest("#inbox")) guard() })
// The address follows, so that reading the page again or sending its address shows the same case.
document.addEventListener("htmx:after:swap", () => {
  const open = pane()?.querySelector("[data-desk-url]")
  if (open) history.replaceState(null, "", open.dataset.deskUrl)
  guard()
})
// Where list and case do not stand side by side, a case is a page of its own.
document.addEventListener("click", e => {
  if (e.target.closest("#inbox [data-yc-open]") && matchMedia("(max-width: 61.99em)").matches) e.stopImmediatePropagation()
}, true)
// A material large, or turned: only its picture, never the file.
document.addEventListener("click", e => {
  const button = e.target.closest("[data-desk-zoom],[data-desk-turn]"), sheet = button?.closest("p").previousElementSibling
  if (!sheet?.matches(".sheet-view")) return
  if ("deskZoom" in button.dataset) sheet.classList.toggle("is-large")
  else sheet.dataset.turn = (Number(sheet.dataset.turn || 0) + 1) % 4
})
