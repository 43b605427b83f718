// A machine in the hall: after a minute without a touch it asks, fifteen seconds later it wipes what was done here.
const box = document.getElementById("yc-away"), left = box.querySelector("[data-yc-away-left]"), wipe = document.getElementById("yc-wipe")
const QUIET = 60, WAIT = 15
let since = Date.now(), from, gone = false
function stay() { since = Date.now(); if (!box.hidden) { box.hidden = true; from?.focus?.() } }
for (const name of ["pointerdown", "keydown", "scroll"]) document.addEventListener(name, () => { if (box.hidden) since = Date.now() }, { passive: true, capture: true })
box.querySelector("button").addEventListener("click", stay)
setInterval(() => {
  if (gone) return
  const quiet = (Date.now() - since) / 1000
  if (quiet >= QUIET + WAIT) { gone = true; return wipe.requestSubmit() }
  if (quiet >= QUIET) {
    if (box.hidden) { from = document.activeElement; box.hidden = false; box.querySelector("button").focus() }
    left.textContent = `${Math.ceil(QUIET + WAIT - quiet)}秒`
  }
}, 500)

// The pad of keys: each is a submit button, so it works without this; with it nothing is loaded again.
const shown = document.querySelector("[data-yc-pad-shown]"), kept = document.querySelector("[data-yc-pad]")
for (const key of document.querySelectorAll("[data-yc-digit]")) key.addEventListener("click", e => {
  e.preventDefault()
  kept.value = key.value === "back" ? kept.value.slice(0, -1) : (kept.value + key.value).slice(0, 11)
  shown.textContent = kept.value || "\u3000"
})
document.querySelector("[data-yc-print-page]")?.addEventListener("click", () => window.print())
