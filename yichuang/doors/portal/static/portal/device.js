// The rating device of a window looks again after a while without a touch; nothing is counted by waiting.
const again = document.querySelector("[data-yc-again]")
if (again) {
  let timer
  const wait = () => {
    clearTimeout(timer)
    timer = setTimeout(() => location.replace(again.href), Number(again.dataset.ycAgain) * 1000)
  }
  for (const touch of ["pointerdown", "keydown", "input"]) addEventListener(touch, wait)
  wait()
}
