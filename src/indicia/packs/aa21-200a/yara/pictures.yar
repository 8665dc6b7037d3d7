/*
  Files that pass for pictures and carry something else behind the point where the picture ends.
*/

rule Archive_Behind_Picture
{
    meta:
        author = "Indicia"
        title = "a picture with an archive or a program behind its end"
        description = "The picture is whole and shows; right behind its last byte another file begins, as when the two were joined by a command"
        reference = "AA21-200A Table 1 T1027.003; formats: PNG (ISO/IEC 15948), JPEG (ITU-T T.81), GIF89a"
        date = "2026-11-27"
        techniques = "T1027.003"
        severity = "medium"
        confidence = "strong"
        false_positives = "Riddles and exercises; phones that put a short film behind a photograph do not match, for films begin otherwise"
        next_step = "Keep the file, open what lies behind the picture in a safe place, and see where the file was sent or put up."
    strings:
        $png_rar = { 49 45 4E 44 AE 42 60 82 52 61 72 21 1A 07 }
        $png_7z = { 49 45 4E 44 AE 42 60 82 37 7A BC AF 27 1C }
        $png_zip = { 49 45 4E 44 AE 42 60 82 50 4B 03 04 }
        $png_cab = { 49 45 4E 44 AE 42 60 82 4D 53 43 46 00 00 00 00 }
        $png_exe = { 49 45 4E 44 AE 42 60 82 4D 5A 90 00 03 00 00 00 }
        $jpeg_rar = { FF D9 52 61 72 21 1A 07 }
        $jpeg_7z = { FF D9 37 7A BC AF 27 1C }
        $jpeg_zip = { FF D9 50 4B 03 04 }
        $jpeg_cab = { FF D9 4D 53 43 46 00 00 00 00 }
        $jpeg_exe = { FF D9 4D 5A 90 00 03 00 00 00 }
        $gif_rar = { 00 3B 52 61 72 21 1A 07 }
        $gif_7z = { 00 3B 37 7A BC AF 27 1C }
        $gif_zip = { 00 3B 50 4B 03 04 }
    condition:
        (uint32be(0) == 0x89504e47 and any of ($png_*)) or
        (uint16be(0) == 0xffd8 and any of ($jpeg_*)) or
        (uint32be(0) == 0x47494638 and any of ($gif_*))
}
