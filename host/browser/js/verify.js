export async function verify(bytes, manifest, trust) {
  const judge = await import("./trust.js");
  return judge.verify(bytes, manifest, trust);
}
