import type { DocumentPlace } from '../../../core/asset.js';
import { asUriPath, fromRepository } from '../paths.js';

/** SARIF 3.28. */
export interface SarifLocation {
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string; readonly uriBaseId?: string };
    readonly region?: { readonly startLine: number; readonly startColumn: number };
  };
}

/** A place in a post, its path from the repository's root. */
export function sarifLocation(
  { file, line, column }: DocumentPlace,
  { repositoryPath }: { readonly repositoryPath?: string },
): SarifLocation {
  return {
    physicalLocation: {
      artifactLocation: { uri: asUriPath(fromRepository(file, repositoryPath)), uriBaseId: '%SRCROOT%' },
      region: { startLine: line, startColumn: column },
    },
  };
}

/** A text without links and placeholders in it (SARIF 3.11.5 and 3.11.6). */
export function plainMessage(text: string): string {
  return text.replace(/[\\[\]]/g, '\\$&').replace(/[{}]/g, '$&$&');
}
