import type { NewCompetence } from '../competence';
import { parseCompetenceName } from '../competence';

/**
 * COMP-1, COMP-2: what a name says of a competence. `NHS|CSTF|Fire Safety - 2 Years|` has a framework, a title and a renewal;
 * any other text is its own title, of the local framework, without a renewal.
 */
export function competenceNamed(
  tenantId: string,
  name: string,
): Pick<NewCompetence, 'tenantId' | 'name' | 'title' | 'frameworkCode' | 'renewal'> {
  const parts = parseCompetenceName(name);
  if (!parts) return { tenantId, name, title: name, frameworkCode: 'LOCAL' };
  const { renewal } = parts;
  return {
    tenantId,
    name,
    title: parts.title,
    frameworkCode: parts.framework,
    ...(renewal.kind === 'every' ? { renewal: { n: renewal.n, unit: renewal.unit } } : {}),
  };
}
