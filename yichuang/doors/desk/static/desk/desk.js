// The row in hand and the open case are the same thing: while the next case loads, no key may reach the one before it.
const pane = () => document.getElementById("case")
document.addEventListener("yc:row", e => {
  const open = pane()?.querySelector("[data-desk-case]")
  if (!e.target.closest("#inbox") || open?.dataset.deskCase === e.detail) return
  for (const key of pane().querySelectorAll("[data-yc-key]")) key.ariaDisabled = "true"
})
// The address follows, so that reading the page again or sending its address shows the same case.
document.addEventListener("htmx:after:swap", () => {
  const open = pane()?.querySelector("[data-desk-url]")
  if (open) history.replaceState(null, "", open.dataset.deskUrl)
})
