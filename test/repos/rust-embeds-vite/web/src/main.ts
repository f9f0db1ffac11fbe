const button = document.querySelector<HTMLButtonElement>('#throw')
const output = document.querySelector<HTMLOutputElement>('#face')
let seed = 0

async function show(target: HTMLOutputElement): Promise<void> {
  const response = await fetch(`/api/throw/${seed++}`)
  target.value = response.ok ? String(await response.json()) : 'no answer'
}

if (button && output) {
  button.addEventListener('click', () => void show(output))
}
