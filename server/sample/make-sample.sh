#!/usr/bin/env bash
# Makes welcome.mp4 and welcome.vtt from script.txt, where `# ` starts a slide, `- ` is a line on it and
# anything else is a sentence that is spoken. Needs an ffmpeg with flite and libass, and the DejaVu fonts
# (Debian: ffmpeg fonts-dejavu-core).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

readonly rate=16000 lead_ms=700 between_ms=350 slide_ms=900 end_ms=1500
readonly bar_left=96 bar_width=1088

encode() { ffmpeg -nostdin -v error -y "$@"; } # stdin is the script here
milliseconds() { ffprobe -v error -show_entries format=duration -of csv=p=0 "$1" | awk '{ printf "%d", $1 * 1000 + 0.5 }'; }
silence() { # milliseconds, file
  encode -f lavfi -i "anullsrc=r=$rate:cl=mono" -t "$(awk "BEGIN { print $1 / 1000 }")" "$2"
}
vtt_time() { printf '%02d:%02d:%02d.%03d' $(($1 / 3600000)) $(($1 / 60000 % 60)) $(($1 / 1000 % 60)) $(($1 % 1000)); }
ass_time() { printf '%d:%02d:%02d.%02d' $(($1 / 3600000)) $(($1 / 60000 % 60)) $(($1 / 1000 % 60)) $(($1 / 10 % 100)); }

now_ms=0 spoken=0 slide=0
titles=() bullets=() starts=()
add_sound() { # file
  echo "file '$1'" >>"$scratch/sounds"
  now_ms=$((now_ms + $(milliseconds "$1")))
}
pause() { # milliseconds
  silence "$1" "$scratch/silence-$1.wav"
  add_sound "$scratch/silence-$1.wav"
}

printf 'WEBVTT\n' >welcome.vtt
pause $lead_ms
while IFS= read -r line; do
  case $line in
  '# '*)
    if ((slide > 0)); then pause $slide_ms; fi
    titles[slide]=${line#'# '}
    bullets[slide]=''
    starts[slide]=$((slide == 0 ? 0 : now_ms - slide_ms / 2))
    slide=$((slide + 1))
    ;;
  '- '*) bullets[slide - 1]+="${line#'- '}"$'\n' ;;
  '') ;;
  *)
    if [[ $(tail -n 1 "$scratch/sounds") == *sentence* ]]; then pause $between_ms; fi
    spoken=$((spoken + 1))
    printf '%s\n' "$line" >"$scratch/text"
    encode -f lavfi -i "flite=textfile=$scratch/text:voice=slt" \
      -af 'silenceremove=start_periods=1:start_threshold=-50dB,areverse,silenceremove=start_periods=1:start_threshold=-50dB,areverse' \
      -ar $rate "$scratch/sentence-$spoken.wav"
    from=$now_ms
    add_sound "$scratch/sentence-$spoken.wav"
    printf '\n%s --> %s\n<v Brownbag>%s\n' "$(vtt_time $from)" "$(vtt_time $now_ms)" "$line" >>welcome.vtt
    ;;
  esac
done <script.txt
pause $end_ms

# Colours are those of the product, in the order blue, green, red that ASS wants.
cat >"$scratch/slides.ass" <<'ASS'
[Script Info]
ScriptType: v4.00+
PlayResX: 1280
PlayResY: 720
WrapStyle: 2

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: Mark,DejaVu Sans,30,&H00174F9C,&H0,&H0,&H0,-1,0,0,0,100,100,0,0,1,0,0,7,0,0,0,1
Style: Title,DejaVu Serif,54,&H00151C22,&H0,&H0,&H0,-1,0,0,0,100,100,0,0,1,0,0,7,0,0,0,1
Style: Line,DejaVu Sans,38,&H00505F6B,&H0,&H0,&H0,0,0,0,0,100,100,0,0,1,0,0,7,0,0,0,1
Style: Shape,DejaVu Sans,20,&H00174F9C,&H0,&H0,&H0,0,0,0,0,100,100,0,0,1,0,0,7,0,0,0,1

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
ASS
event() { # layer, from ms, to ms, style, text
  printf 'Dialogue: %d,%s,%s,%s,,0,0,0,,%s\n' "$1" "$(ass_time "$2")" "$(ass_time "$3")" "$4" "$5" >>"$scratch/slides.ass"
}
box() { # left, top, right, bottom
  printf 'm %d %d l %d %d %d %d %d %d' "$1" "$2" "$3" "$2" "$3" "$4" "$1" "$4"
}
bag='m 0 10 l 6 0 12 10 18 0 24 10 30 0 36 10 36 48 0 48 m 13 20 l 13 38 27 29'
event 0 0 $now_ms Shape "{\\pos(96,72)\\p1}$bag"
event 0 0 $now_ms Mark '{\pos(148,82)}Brownbag'
event 0 0 $now_ms Shape "{\\pos(0,0)\\1c&HC8D8E2&\\p1}$(box $bar_left 640 $((bar_left + bar_width)) 643)"
for ((i = 0; i < slide; i++)); do
  from=${starts[i]} to=${starts[i + 1]:-$now_ms}
  event 1 "$from" "$to" Title "{\\pos(96,216)}${titles[i]}"
  top=316
  while IFS= read -r bullet; do
    event 1 "$from" "$to" Line "{\\pos(96,$top)}$bullet"
    top=$((top + 60))
  done <<<"${bullets[i]%$'\n'}"
  left=$((bar_left + bar_width * from / now_ms)) right=$((bar_left + bar_width * to / now_ms - 6))
  event 1 "$from" "$to" Shape "{\\pos(0,0)\\p1}$(box $left 634 $right 649)"
  event 0 "$to" $now_ms Shape "{\\pos(0,0)\\1c&HB0C9D9&\\p1}$(box $left 634 $right 649)"
done

encode -f concat -safe 0 -i "$scratch/sounds" -ar 44100 "$scratch/speech.wav"
encode -f lavfi -i "color=c=0xfbf8f2:s=1280x720:r=10" -i "$scratch/speech.wav" \
  -vf "ass=$scratch/slides.ass" -t "$(awk "BEGIN { print $now_ms / 1000 }")" -map_metadata -1 -fflags +bitexact \
  -c:v libx264 -preset veryslow -tune stillimage -crf 24 -pix_fmt yuv420p -g 50 \
  -c:a aac -b:a 64k -ac 1 -movflags +faststart welcome.mp4
ls -l welcome.mp4 welcome.vtt
