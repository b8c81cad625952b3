import {bytesOf} from "../bodies.ts";
import {HttpRefusal} from "../problem.ts";

/** The largest file that comes in one piece. */
const LARGEST_PIECE = 32 * 1_048_576;

/** The file of a form. @throws HttpRefusal 415, 413, 400, 422 */
export async function formOf(request: Request): Promise<{file: File; dataset?: string; choices?: string}> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^multipart\/form-data\s*;/i.test(type))
    throw new HttpRefusal(
      415,
      `The body is said to be ${type.split(";")[0] || "nothing"}; multipart/form-data is needed.`,
      "Send the file as the part `file` of a form, or to /v1/uploads.",
    );
  const bytes = await bytesOf(request, LARGEST_PIECE);
  let form: FormData;
  try {
    form = await new Response(bytes as Uint8Array<ArrayBuffer>, {headers: {"Content-Type": type}}).formData();
  } catch {
    throw new HttpRefusal(400, "The body says that it is a form, and is not.", "Send multipart/form-data.");
  }
  const file = form.get("file");
  const dataset = form.get("dataset");
  const choices = form.get("choices");
  if (!(file instanceof File))
    throw new HttpRefusal(422, "There is no file in the form.", "Send it as the part `file`.");
  if (file.size === 0) throw new HttpRefusal(422, "The file is empty.", "Send one with something in it.");
  return {
    file,
    ...(typeof choices === "string" && {choices}),
    ...(typeof dataset === "string" && dataset !== "" && {dataset: dataset.slice(0, 100)}),
  };
}
