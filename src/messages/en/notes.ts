import type { CdnNoteId, QueueNoteId } from '../../core/outcome.js';
import type { Catalogue } from '../catalogue.js';

export const notes: Omit<Catalogue['notes'], CdnNoteId | QueueNoteId> = {
  'generator-recognised':
    'The posts are read as those of [[{generator}]][[{name}]][[ (by {evidence})]]; `--generator` says otherwise.',
  'definition-shared-with-link':
    'One definition serves an image and a link; both point to the new address now[[: {file}]][[:{line}]].',
  'reference-ambiguous': 'A name fits several files and was left alone[[: {raw}]][[ in {file}]][[:{line}]].',
  'reference-not-found': 'A name fits no file and was left alone[[: {raw}]][[ in {file}]][[:{line}]].',
  'reference-local-only':
    'Only a file of the site can stand here, so it was left as it is[[: {raw}]][[ in {file}]][[:{line}]].',
  'remote-not-optimized':
    'Astro makes images smaller only where it knows their host; add {host} to `image.domains` in its configuration to have it go on doing so.',
  'tag-needs-absolute':
    'This tag takes no path relative to the post, so it was left as it is[[: {raw}]][[ in {file}]][[:{line}]]. A public address that starts with `/` or `https://` can be written.',
  'public-address-probe': 'The first image was read back from its public address[[: {url}]].',
  'overwrite-guard-missing':
    'The store[[ {store}]] can’t refuse to overwrite: imgferry looks first, which a second writer at the same moment could slip past.',
  'forced-download':
    'The address makes browsers download an image that is opened by itself[[: {url}]][[: {publicUrl}]]. Images in pages show. A custom domain ends it.',
  'key-template-without-digest':
    'The key template has no digest, and the ledger starts empty: a picture that an earlier run stored may get a second key.',
  'clock-off':
    'This machine’s clock differs from the store’s[[ by {offset|duration}]]; over 15 minutes it would refuse.',
  'config-line': '{file}:{line} still names the old address {from}; change it to {to}.',
  'address-changed':
    'Wherever else you name the old address {from} (`--public-url`, other tools), name {to} from now on.',
  'temp-files-swept': 'A run that was killed had left {files:temporary file:temporary files}; swept.',
  'proxy-hides-addresses':
    'Requests go through a proxy, which resolves names itself: whether one leads into a private network can’t be seen from here.',
  'processing-baked':
    'The target does not process images: a link with processing points to the processed picture now[[: {file}]][[:{line}]].',
  'links-not-updated': 'Links to images were left as they are (`--links off`)[[: {count}]].',
  'reference-kept-by-hand': 'A link was changed by hand since and keeps that change[[: {file}]][[:{line}]].',
  'nothing-to-do': 'There is nothing to do: everything is where it should be.',
  'nothing-to-verify': 'Nothing was stored[[ by {run}]] that could be read back.',
  'nothing-changed':
    'Nothing that posts or their images are made of changed[[ since {base}]]. `--since main` compares with a branch.',
  'remote-not-asked': '{images:image elsewhere was:images elsewhere were} not asked for (`--local`).',
  'objects-without-image': '{objects:object is no image and was:objects are no images and were} left out.',
  'verdicts-not-recalled':
    'What earlier checks saw can’t be read[[ ({code})]]: every image is looked at anew. `imgferry doctor` says more.',
  'verdicts-not-remembered':
    'What was seen can’t be remembered for the next check[[ ({code})]][[: process {pid} is at work]].',
  'baseline-written': 'The baseline {path} has {lines:line:lines} now.',
  'baseline-kept': 'The baseline {path} is left as it was: the check did not come to its end.',
  'images-not-seen': '{images:image:images} could not be seen and stay as they are: `imgferry check` names them.',
  'archive-asked':
    '{host} was asked for copies of {addresses:address:addresses}, and so knows them now; `--wayback off` asks nobody.',
  'archive-away': '{host} gave no answer[[ ({code})]]: whether it has copies is not known. Try again later.',
  'names-not-followed':
    '{images:image has:images have} another name now, and no links were looked at: `--posts PATHS` would have changed them in your posts.',
  'still-named':
    '{images:old file stays:old files stay}, still named outside of the images and links that follow (above).',
  'nothing-to-prune': 'No kept originals of runs that ended long enough ago.',
  'originals-kept': 'The originals are in {path}; `--keep-originals off` keeps none.',
  'transfer-ways':
    '[[{serverSide:object:objects} ({serverSideBytes|bytes}) copied by the provider itself, ]][[{through:object:objects} ({throughBytes|bytes}) through this machine]][[{workers:object:objects} ({workersBytes|bytes}) through workers]].',
  'transfer-accounts': 'Accounts[[ · {source} at the source]][[ · {target} at the target]].',
  'copies-refused':
    'The provider refused to copy from one bucket to the other[[ ({found})]]: the objects go through this machine.',
  'headers-differ':
    '{objects:object has:objects have} other headers at the target than a transfer would give: {headers}. `--format json` names each.',
  'folder-markers':
    '{objects:object stands:objects stand} for a folder alone (empty, with a name that ends in a slash): left out.',
  'source-changed': '{objects:object:objects} changed at the source while the run went on; the newer one was moved.',
  'manifest-written': 'The manifest {path} has {objects:object:objects}.',
  'uploads-abandoned': '{uploads:upload:uploads} in parts that an earlier run had begun were given up.',
  'archive-serves':
    'Readers load {images:image:images} from {host}, which is slow and may end: `imgferry migrate --host {host}` brings them to your own store.',
  'text-unread':
    '{path} could not be read: what it mentions is not known, so an object that it names may be listed here.',
  'twins-not-looked-for':
    'The store {store} could not be listed[[ ({code})]]: whether it has the same bytes is not known.',
};
