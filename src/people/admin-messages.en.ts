/** Sentences of the pages about people. */
export const messages: Record<string, string> = {
  'people.admin.title': 'People',
  'people.admin.manage': 'Manage',
  'people.admin.search': 'Search by name or username',
  'people.admin.search.button': 'Search',
  'people.admin.name': 'Name',
  'people.admin.username': 'Username',
  'people.admin.email': 'Office e-mail',
  'people.admin.nothing': 'Nobody found for “{search}”',
  'people.admin.nothing.text': 'Check the spelling, or try a part of the name.',
  'people.admin.all': 'Show everybody',
  'people.admin.empty': 'There are no people yet',
  'people.admin.empty.text': 'People come from the employer’s staff records.',
};
