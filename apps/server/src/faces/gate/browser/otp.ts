import { watchOtpFields } from "./parts/otp-fields.ts";

watchOtpFields();
