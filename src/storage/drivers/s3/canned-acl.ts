import { childrenNamed, textAt, type XmlElement } from '../../../lib/read-xml.js';

/**
 * The one word that says what a list of grants says (AWS, "Canned ACL"); undefined where there is none: somebody was
 * granted something by name.
 */
export function cannedAclOf(answer: XmlElement | undefined): string | undefined {
  const owner = textAt(answer, 'Owner', 'ID');
  const list = answer?.children.find(({ name }) => name === 'AccessControlList');
  const others = (list ? childrenNamed(list, 'Grant') : []).flatMap((grant) => {
    if (textAt(grant, 'Grantee', 'ID') === owner) return [];
    const group = textAt(grant, 'Grantee', 'URI')?.split('/').at(-1) ?? 'somebody';
    return [`${group} ${textAt(grant, 'Permission')}`];
  });
  return canned.get(others.sort().join(', '));
}

const canned: ReadonlyMap<string, string> = new Map([
  ['', 'private'],
  ['AllUsers READ', 'public-read'],
  ['AllUsers READ, AllUsers WRITE', 'public-read-write'],
  ['AuthenticatedUsers READ', 'authenticated-read'],
]);
