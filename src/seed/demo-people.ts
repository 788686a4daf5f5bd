import type { DemoPerson } from '../people';

/** What every demonstration person signs in with who does not press the button. */
export const demoPassword = 'demonstration';

/** The people of `prisma/seed/demo.json`, those to try first at the top. */
export const demoPeople: readonly DemoPerson[] = [
  ['amina.khan', 'Amina Khan', 'Staff nurse at Northgate: a certificate that is about to expire'],
  [
    'ben.carter',
    'Ben Carter',
    'Healthcare assistant at Northgate: in the middle of a course, behind on a learning path',
  ],
  ['chloe.evans', 'Chloe Evans', 'Physiotherapist at Northgate, has just begun'],
  ['daniel.osei', 'Daniel Osei', 'Porter at Northgate: a certificate that has expired'],
  ['grace.mitchell', 'Grace Mitchell', 'Ward manager at Northgate: Amina, Ben and Chloe are her team'],
  ['jo.lewis', 'Jo Lewis', 'Site services manager at Northgate: manages Daniel'],
  ['kate.brown', 'Kate Brown', 'Director of nursing at Northgate: a manager of managers'],
  ['helen.shaw', 'Helen Shaw', 'Learning administrator of Northgate: courses, certifications, people'],
  ['ivan.petrov', 'Ivan Petrov', 'Content author at Northgate: uploads packages'],
  ['olivia.green', 'Olivia Green', 'Team leader at Southmere: has renewed a certificate'],
  ['liam.murphy', 'Liam Murphy', 'District nurse at Southmere: certified'],
  ['maya.singh', 'Maya Singh', 'Community physiotherapist at Southmere: missed a due date'],
  ['noah.williams', 'Noah Williams', 'Care coordinator at Southmere: has not passed yet'],
  ['peter.hall', 'Peter Hall', 'Learning administrator of Southmere'],
  ['ruth.adeyemi', 'Ruth Adeyemi', 'Class administrator of Southmere'],
  ['sam.taylor', 'Sam Taylor', 'National administrator: objects that every employer uses'],
].map(([username = '', displayName = '', is = '']) => ({ username, displayName, is }));
