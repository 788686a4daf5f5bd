import type { NavigationItem } from '../platform/page';
import { whatToManage } from './manage';

/**
 * The one row of navigation, by role (UX: Frame). A person with several roles sees one row, not several applications.
 */
export const navigation: readonly NavigationItem[] = [
  { label: 'portal.navigation.home', href: '/' },
  { label: 'portal.navigation.find', href: '/learning', anyOf: ['self.learn'] },
  {
    label: 'portal.navigation.mine',
    href: '/my-learning',
    also: ['/certifications', '/paths', '/my-competences', '/enrolments', '/why'],
    anyOf: ['self.learn'],
  },
  { label: 'portal.navigation.team', href: '/my-team', anyOf: ['self.team'] },
  {
    label: 'portal.navigation.manage',
    href: '/manage',
    anyOf: [...new Set(whatToManage.flatMap((each) => each.anyOf))],
  },
  { label: 'portal.navigation.reports', href: '/reports', anyOf: ['learner.search', 'content.manage'] },
];
