import type { Redis } from 'ioredis'
import type { Pool } from 'pg'

export interface Seats {
  taken(theatre: string): Promise<string[]>
  hold(theatre: string, seat: string): Promise<boolean>
}

/** Seats that are sold are rows; seats that are held for a while are keys. */
export function storedSeats(pool: Pool, redis: Redis): Seats {
  return {
    async taken(theatre) {
      const sold = await pool.query<{ seat: string }>('select seat from sold where theatre = $1', [theatre])
      const held = await redis.keys(`held:${theatre}:*`)
      return [...sold.rows.map(row => row.seat), ...held.map(key => key.slice(`held:${theatre}:`.length))]
    },
    async hold(theatre, seat) {
      return (await redis.set(`held:${theatre}:${seat}`, '1', 'EX', 300, 'NX')) === 'OK'
    },
  }
}
