; An installer for Windows. NOT YET RUN: it was written with care and read against Inno Setup 6's manual, on a system without it.
; On Windows, after "python packaging/dev.py package":
;     ISCC /DVersion=0.1.0 packaging\windows\ldn-journal.iss
; It installs for the person alone, without asking for an administrator, unless they choose otherwise.

#ifndef Version
  #error Give the version: /DVersion=0.1.0
#endif

[Setup]
AppId={{6D2E9F0A-53C1-4B7B-9C0B-7B7C2B9A1F58}
AppName=LDN Journal
AppVersion={#Version}
AppVerName=LDN Journal {#Version}
AppPublisher=The LDN Journal developers
VersionInfoVersion={#Version}.0
DefaultDirName={autopf}\LDN Journal
DefaultGroupName=LDN Journal
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
LicenseFile=..\..\LICENSE
SetupIconFile=..\..\build\package\icons\ldn-journal.ico
UninstallDisplayIcon={app}\LDN Journal.exe
OutputDir=..\..\dist
OutputBaseFilename=ldn-journal-{#Version}-setup
Compression=lzma2
SolidCompression=yes
WizardStyle=modern
ChangesAssociations=yes
ChangesEnvironment=no
CloseApplications=yes

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
Name: "nb"; MessagesFile: "compiler:Languages\Norwegian.isl"
Name: "de"; MessagesFile: "compiler:Languages\German.isl"
Name: "es"; MessagesFile: "compiler:Languages\Spanish.isl"

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; GroupDescription: "{cm:AdditionalIcons}"; Flags: unchecked

[InstallDelete]
; What an older version brought and this one does not must not be found by it.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "..\..\build\package\frozen\ldn-journal\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs
Source: "..\..\build\package\third-party-notices.txt"; DestDir: "{app}"; Flags: ignoreversion

[Icons]
Name: "{group}\LDN Journal"; Filename: "{app}\LDN Journal.exe"
Name: "{autodesktop}\LDN Journal"; Filename: "{app}\LDN Journal.exe"; Tasks: desktopicon

[Registry]
; Names the files and gives them their icon; a journal is opened from the program, so nothing is started by a double click.
Root: HKA; Subkey: "Software\Classes\.ldnj"; ValueType: string; ValueData: "LDNJournal.Diary"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\.ldnjb"; ValueType: string; ValueData: "LDNJournal.Diary"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\LDNJournal.Diary"; ValueType: string; ValueData: "LDN Journal diary"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\LDNJournal.Diary\DefaultIcon"; ValueType: string; ValueData: "{app}\LDN Journal.exe,0"
; What the program itself wrote where the person asked for a start at login.
Root: HKCU; Subkey: "Software\Microsoft\Windows\CurrentVersion\Run"; ValueType: none; ValueName: "LDN Journal"; Flags: dontcreatekey uninsdeletevalue

[Run]
Filename: "{app}\LDN Journal.exe"; Description: "{cm:LaunchProgram,LDN Journal}"; Flags: nowait postinstall skipifsilent

; There is no [UninstallDelete]: the journal lies in the person's own data folder, and removing the program leaves it there.
