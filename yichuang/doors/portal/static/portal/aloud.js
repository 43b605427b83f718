// 读给我听: reads the page with the voice of the device; the button shows only where there is a Chinese one.
const voice = () => speechSynthesis.getVoices().find(v => v.lang.startsWith("zh"))
const button = document.querySelector("[data-yc-aloud]")
function offer() { if (button && voice()) button.hidden = false }
if (button && "speechSynthesis" in window) {
  offer()
  speechSynthesis.addEventListener("voiceschanged", offer)
  button.addEventListener("click", () => {
    speechSynthesis.cancel()
    const said = [...document.querySelectorAll("main h1, main h2, main p:not(.actions)")].map(e => e.textContent.trim()).join("。")
    speechSynthesis.speak(Object.assign(new SpeechSynthesisUtterance(said), { voice: voice(), lang: "zh-CN", rate: .9 }))
  })
}
