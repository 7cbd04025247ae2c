#!/bin/sh
# A disk image for macOS. NOT YET RUN: it was written with care, on a system without macOS.
# On a Mac, after "python3 packaging/dev.py package":
#     packaging/macos/make_dmg.sh                          signed for this Mac alone
#     SIGN_AS="Developer ID Application: …" NOTARY=profile packaging/macos/make_dmg.sh
# SIGN_AS names a certificate in the keychain; NOTARY a profile kept by "xcrun notarytool store-credentials".
# Notifications with buttons are shown only by a signed app; an ad hoc signature is enough for that.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
app="$root/build/package/frozen/LDN Journal.app"
[ -d "$app" ] || { echo "There is no $app: run python3 packaging/dev.py package first." >&2; exit 2; }
version=$(/usr/libexec/PlistBuddy -c 'Print CFBundleShortVersionString' "$app/Contents/Info.plist")
image="$root/dist/ldn-journal-$version.dmg"

# PyInstaller signs each library for itself; what is signed once more from the inside out belongs together.
if [ -n "${SIGN_AS:-}" ]; then
  find "$app/Contents" -type f \( -name '*.dylib' -o -name '*.so' \) -exec \
    codesign --force --timestamp --options runtime --sign "$SIGN_AS" {} +
  codesign --force --timestamp --options runtime --entitlements "$root/packaging/macos/entitlements.plist" --sign "$SIGN_AS" "$app"
else
  codesign --force --deep --sign - "$app"
fi
codesign --verify --deep --strict "$app"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
ditto "$app" "$folder/LDN Journal.app"
cp "$root/build/package/third-party-notices.txt" "$folder/Licences.txt"
ln -s /Applications "$folder/Applications"
mkdir -p "$root/dist"
hdiutil create -volname "LDN Journal $version" -srcfolder "$folder" -fs HFS+ -format UDZO -ov "$image"

if [ -n "${SIGN_AS:-}" ]; then
  codesign --force --timestamp --sign "$SIGN_AS" "$image"
fi
if [ -n "${NOTARY:-}" ]; then
  xcrun notarytool submit "$image" --keychain-profile "$NOTARY" --wait
  xcrun stapler staple "$image"
fi
echo "$image"
