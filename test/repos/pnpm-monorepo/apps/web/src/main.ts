import { clock, type Departure } from '@bus-times/shared'

const list = document.querySelector('#departures')

async function show(target: Element): Promise<void> {
  const response = await fetch('/api/departures')
  const departures: Departure[] = await response.json()
  target.replaceChildren(
    ...departures.map(({ line, at }) => {
      const item = document.createElement('li')
      item.textContent = `${clock(at)} line ${line}`
      return item
    }),
  )
}

if (list) {
  void show(list)
}
