import { onEveryPage } from "./parts/every-page.ts";
import { watchOtpFields } from "./parts/otp-fields.ts";

onEveryPage(watchOtpFields);
