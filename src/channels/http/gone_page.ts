/** What whoever opens a link that is no longer good is shown: a plain page that says what to do. It names nothing. */
export function gonePage(): Response {
  const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<title>This link is not valid</title>
<style>body{margin:12vh auto;max-width:34rem;padding:0 1.5rem;font:1.05rem/1.6 system-ui,sans-serif;color:#1f2328}h1{font-size:1.5rem}</style>
</head>
<body>
<h1>This link is not valid</h1>
<p>It was taken back, it has expired, or it is only for members of a workspace that you are not signed in to.</p>
<p>Ask whoever sent it to you for a new one.</p>
</body>
</html>
`;
  return new Response(page, {
    status: 404,
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy":
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      "Cache-Control": "no-store",
      "X-Robots-Tag": "noindex, nofollow, noarchive",
    },
  });
}
