/** Text of the label of a parcel, one line for each part of the address. */
export function labelOf({ name, street, town }) {
  for (const [part, value] of Object.entries({ name, street, town })) {
    if (typeof value !== 'string' || value.trim() === '') throw new TypeError(`the parcel has no ${part}`)
  }
  return [name, street, town].map(line => line.trim().toUpperCase()).join('\n')
}
