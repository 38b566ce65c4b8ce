// node bench/page-server.mjs COUNT: answers every request with the next page of a listing of COUNT objects as S3 writes it, made before
// anything is asked: what takes time is the asking and the reading. Prints its port.
import { createServer } from 'node:http';

const count = Number(process.argv[2]);
const pageSize = 1000;

const pages = Array.from({ length: Math.ceil(count / pageSize) }, (_, page) => {
  const items = Array.from({ length: Math.min(pageSize, count - page * pageSize) }, (_, at) =>
    itemOf(page * pageSize + at),
  );
  const isLast = (page + 1) * pageSize >= count;
  const next = isLast ? '' : `<NextContinuationToken>${page + 1}</NextContinuationToken>`;
  return Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>bench</Name><Prefix></Prefix>` +
      `<KeyCount>${items.length}</KeyCount><MaxKeys>${pageSize}</MaxKeys><EncodingType>url</EncodingType><IsTruncated>${!isLast}</IsTruncated>${next}${items.join('')}</ListBucketResult>`,
  );
});

function itemOf(number) {
  const key = `2024/${String(Math.floor(number / 1000)).padStart(4, '0')}/photo-${String(number).padStart(7, '0')}.jpg`;
  const etag = `&quot;${number.toString(16).padStart(32, '0')}&quot;`;
  const owner = '<Owner><ID>owner</ID><DisplayName>owner</DisplayName></Owner>';
  return `<Contents><Key>${key}</Key><LastModified>2024-05-01T10:00:00.000Z</LastModified><ETag>${etag}</ETag><Size>${50_000 + number}</Size>${owner}<StorageClass>STANDARD</StorageClass></Contents>`;
}

const server = createServer((request, response) => {
  const { searchParams } = new URL(request.url, 'http://127.0.0.1');
  const page = pages[Number(searchParams.get('continuation-token') ?? 0)];
  response.writeHead(200, { 'content-type': 'application/xml', 'content-length': page.length });
  response.end(page);
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
