import { Controller, Get } from '@nestjs/common';
import { SeedsService } from './seeds.service';

@Controller()
export class SeedsController {
  constructor(private readonly seeds: SeedsService) {}

  @Get('health')
  health(): { status: string } {
    return { status: 'ok' };
  }

  @Get('seeds')
  offered(): readonly string[] {
    return this.seeds.offered();
  }
}
