import { Injectable } from '@nestjs/common';

@Injectable()
export class SeedsService {
  private readonly names = ['tomato', 'borage', 'marigold'];

  offered(): readonly string[] {
    return [...this.names].sort();
  }
}
