/** Every way in which packages come, played on a running server; `npm test` plays one of each kind. */
import { afterAll, beforeAll, test } from 'vitest';
import { openVariantBench, type VariantBench } from '../corpus/variant-bench';
import { variants } from '../corpus/variants';

let bench: VariantBench;
beforeAll(async () => {
  bench = await openVariantBench();
});
afterAll(() => bench.close());

test.each(variants.map((variant) => [variant.line, variant] as const))('ELO-5: %s', (_, variant) =>
  bench.check(variant, true),
);
