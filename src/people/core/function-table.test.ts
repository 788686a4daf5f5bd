import { describe, expect, test } from 'vitest';
import { functionTable, permissionsOf } from './function-table';
import { unionOfPermissions } from './profiles';

describe('V35: the function table', () => {
  test('V35: 40 functions; learning administration 37, class administration 20, instructor 11', () => {
    expect(functionTable.map((row) => row.number)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
    expect(new Set(functionTable.map((row) => row.permission)).size).toBe(40);
    expect(permissionsOf('learningAdministration')).toHaveLength(37);
    expect(permissionsOf('classAdministration')).toHaveLength(20);
    expect(permissionsOf('learningInstructor')).toHaveLength(11);
  });

  test('V35: only the instructor has class history, instructor home and supplementary bookings', () => {
    const administration = new Set(permissionsOf('learningAdministration'));
    expect(permissionsOf('learningInstructor').filter((permission) => !administration.has(permission))).toEqual([
      'instructor.classHistory',
      'instructor.home',
      'instructor.supplementaryBookings',
    ]);
  });
});

test('PERM-1: several profiles give the union of their rights; an unknown one gives none', () => {
  const rights = unionOfPermissions(['contentAuthor', 'learningInstructor', 'no-such-profile']);
  expect(rights.has('content.manage')).toBe(true);
  expect(rights.has('instructor.home')).toBe(true);
  expect(rights.has('catalogue.access')).toBe(false);
});
