// 读给我听: reads what stands in main, in its order, with a Chinese voice of the device; a second press stops. No voice, no button.
import { on, seen } from "./text.js"

const voice = () => speechSynthesis.getVoices().find(v => /^(zh|cmn|yue)/.test(v.lang))
const button = document.querySelector("[data-yc-aloud]"), words = button?.textContent
const BLOCKS = "h1,h2,h3,p,li,dt,dd,th,td,label,legend,summary,caption,.btn"
// A block that holds other blocks is read through them.
const told = () => [...document.querySelectorAll("main")].flatMap(m => [...m.querySelectorAll(BLOCKS)])
  .filter(e => seen(e) && !e.querySelector(BLOCKS)).map(e => e.textContent.replace(/\s+/g, " ").trim()).filter(Boolean)
function stop() { speechSynthesis.cancel(); button.textContent = words; button.ariaPressed = "false" }
function read() {
  const all = told(), last = all.length - 1
  speechSynthesis.cancel()
  all.forEach((text, n) => {
    const said = Object.assign(new SpeechSynthesisUtterance(text), { voice: voice(), lang: voice().lang, rate: .9 })
    if (n === last) said.onend = stop
    speechSynthesis.speak(said)
  })
  button.textContent = button.dataset.ycAloud
  button.ariaPressed = "true"
}
if (button && "speechSynthesis" in window) {
  const offer = () => { button.hidden = !voice() }
  offer()
  speechSynthesis.addEventListener("voiceschanged", offer)
  on("click", e => { if (e.target === button) button.ariaPressed === "true" ? stop() : read() })
  addEventListener("pagehide", () => speechSynthesis.cancel())
}
