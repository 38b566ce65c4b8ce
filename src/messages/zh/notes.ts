import type { CdnNoteId, QueueNoteId } from '../../core/outcome.js';
import type { Catalogue } from '../catalogue.js';

export const notes: Omit<Catalogue['notes'], CdnNoteId | QueueNoteId> = {
  'generator-recognised':
    '按[[ {generator} ]][[ {name} ]]的规则读取文章[[（依据：{evidence}）]]；可用 `--generator` 另行指定。',
  'definition-shared-with-link': '同一个引用定义既用于图片也用于链接，两者都已指向新地址[[：{file}]][[:{line}]]。',
  'reference-ambiguous': '有多个文件符合这个名称，未作改动[[：{raw}]][[，{file}]][[:{line}]]。',
  'reference-not-found': '没有文件符合这个名称，未作改动[[：{raw}]][[，{file}]][[:{line}]]。',
  'reference-local-only': '此处只能使用站点内的文件，未作改动[[：{raw}]][[，{file}]][[:{line}]]。',
  'remote-not-optimized':
    'Astro 只优化它认识的主机上的图片；要让它继续优化，请把 {host} 加入其配置的 `image.domains`。',
  'tag-needs-absolute':
    '该标签不接受相对于文章的路径，未作改动[[：{raw}]][[，{file}]][[:{line}]]。以 `/` 或 `https://` 开头的公网地址可以写入。',
  'public-address-probe': '第一张图片已通过公网地址读回核对[[：{url}]]。',
  'overwrite-guard-missing':
    '存储[[ {store} ]]不支持禁止覆盖：imgferry 会先查看再写入，但同一瞬间的另一个写入者可能绕过这一检查。',
  'forced-download':
    '单独打开该地址时浏览器会强制下载图片[[：{url}]][[：{publicUrl}]]；网页中的图片照常显示。绑定自定义域名即可解决。',
  'key-template-without-digest': '对象名模板不含摘要，而台账是空的：以前存过的图片可能得到第二个名称。',
  'clock-off': '本机时间与存储相差[[ {offset|duration}]]；超过 15 分钟会被拒绝。',
  'config-line': '{file}:{line} 仍写着旧地址 {from}，请改为 {to}。',
  'address-changed': '其他写有旧地址 {from} 的地方（`--public-url`、其他工具），今后请写 {to}。',
  'temp-files-swept': '清理了上次被终止的运行留下的 {files} 个临时文件。',
  'proxy-hides-addresses': '请求经过代理，由代理解析域名：无法在此判断域名是否指向内网。',
  'processing-baked': '目标不提供图片处理：带处理参数的链接已指向处理后的图片[[：{file}]][[:{line}]]。',
  'links-not-updated': '指向图片的链接保持原样（`--links off`）[[：{count} 处]]。',
  'reference-kept-by-hand': '有一处链接之后被手动修改过，已保留[[：{file}]][[:{line}]]。',
  'nothing-to-do': '无事可做：一切都已就位。',
  'nothing-to-verify': '[[{run} ]]没有存入过可以读回核对的内容。',
  'nothing-changed': '[[自 {base} 以来，]]文章和图片都没有改动。`--since main` 与某个分支比较。',
  'remote-not-asked': '{images} 张网络图片未请求（`--local`）。',
  'objects-without-image': '{objects} 个对象不是图片，已略过。',
  'verdicts-not-recalled': '读不到以前检查的结果[[（{code}）]]：所有图片都重新检查。`imgferry doctor` 可查看详情。',
  'verdicts-not-remembered': '这次的结果无法留给下次使用[[（{code}）]][[：进程 {pid} 正在运行]]。',
  'baseline-written': '基线文件 {path} 现有 {lines} 行。',
  'baseline-kept': '基线文件 {path} 保持不变：检查没有进行到底。',
  'images-not-seen': '{images} 张图片无法判断，保持原样：`imgferry check` 会列出它们。',
  'archive-asked': '已向 {host} 查询 {addresses} 个地址的存档，对方因此知道这些地址；`--wayback off` 则不查询。',
  'archive-away': '{host} 没有回应[[（{code}）]]：不知道是否有存档，请稍后再试。',
  'names-not-followed':
    '{images:张图片:张图片}改了文件名，但没有查看任何链接：用 `--posts 路径` 可同时修改文章中的链接。',
  'still-named': '{images:个旧文件:个旧文件}保留：文章以外仍有地方用到（见上）。',
  'nothing-to-prune': '没有结束已久的运行留下的原图。',
  'originals-kept': '原图保存在 {path}；用 `--keep-originals off` 可不保留。',
  'transfer-ways':
    '[[{serverSide} 个对象（{serverSideBytes|bytes}）由服务商内部复制，]][[{through} 个对象（{throughBytes|bytes}）经过本机]][[{workers} 个对象（{workersBytes|bytes}）经过工作机]]。',
  'transfer-accounts': '账号[[ · 来源 {source}]][[ · 目标 {target}]]。',
  'copies-refused': '服务商拒绝在两个 Bucket 之间复制[[（{found}）]]：对象改为经过本机。',
  'headers-differ': '{objects} 个对象在目标处的头与搬运后应有的不同：{headers}。`--format json` 会逐个列出。',
  'folder-markers': '{objects} 个对象只代表文件夹（内容为空，名称以斜杠结尾），已略过。',
  'source-changed': '{objects} 个对象在运行期间于来源处变化，已搬运较新的内容。',
  'manifest-written': '清单 {path} 共有 {objects} 个对象。',
  'uploads-abandoned': '放弃了以前的运行留下的 {uploads} 个分片上传。',
  'archive-serves':
    '读者将从 {host} 加载 {images} 张图片，速度慢且未必长久：`imgferry migrate --host {host}` 可把它们存入您自己的存储。',
  'text-unread': '无法读取 {path}：不知道其中提到了什么，此处列出的对象可能正被它使用。',
  'twins-not-looked-for': '无法列出存储 {store}[[（{code}）]]：不知道其中是否有相同内容的对象。',
};
