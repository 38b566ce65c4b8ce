import MDXComponents from '@theme-original/MDXComponents';

const Image = ({ src, alt }) => <img src={src} alt={alt} loading="lazy" />;

export default { ...MDXComponents, Image };
