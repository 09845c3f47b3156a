<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
    <context>
        <name>EngineScope</name>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Open model…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Open pictures or video…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Open folder…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Open camera…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Open stream address…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Build engine…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Export this frame…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Export all…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Quit</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Undo</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Redo</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Copy box</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Copy picture</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Hide class of the selection</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Show only the class of the selection</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Show all classes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Next detection in the table</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Previous detection in the table</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Confidence up by 0.01</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Confidence down by 0.01</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Confidence up by 0.05</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Confidence down by 0.05</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Confidence back to the model's default</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Settings…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Labels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Confidences</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Boxes below the threshold</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Masks</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Magnifier</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Fit the picture</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Actual size</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Zoom in</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Zoom out</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Zoom to the selection</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Left column</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Right column</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Full picture</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Next part of the window</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Previous part of the window</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Find a source</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Play or pause</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>One frame or picture back</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>One frame or picture on</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Ten frames back</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Ten frames on</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>First frame</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Last frame</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Slower</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Faster</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Loop</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Compute the whole video while idle</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Previous frame with a detection</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Next frame with a detection</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Previous source</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Next source</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Recipe</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Model details…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Why is nothing found?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Recipe back to automatic</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Close model</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Timings…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Keys…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Recent problems…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>About EngineScope</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Close, deselect, leave</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Files</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Threshold</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Picture</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Detections and classes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Pictures and video</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Window</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/app.py" />
            <source>Something went wrong inside EngineScope</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/app.py" />
            <source>This is a fault of the program, not of your files. It goes on working.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/app.py" />
            <source>If it happens again, report it with the details below.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/canvas/canvas_bar.py" />
            <source>{percent} %</source>
            <translation>{percent} %</translation>
        </message>
        <message>
            <location filename="../../gui/canvas/canvas_bar.py" />
            <source>Zoom</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/canvas/hover_card.py" />
            <source>{width} × {height} px at {x}, {y}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/canvas/hover_card.py" />
            <source>{width} × {height} px at {x}, {y}, turned by {angle}°</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/canvas/hover_card.py" />
            <source>Below the threshold</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/canvas/image_canvas.py" />
            <source>Picture with {n} detection</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/canvas/image_canvas.py" />
            <source>Picture with {n} detections</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/controller.py" />
            <source>Change the recipe</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/address.py" />
            <source>An address begins with rtsp://, http:// or the like</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/address.py" />
            <source>Open a camera</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/address.py" />
            <source>Open a stream</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/address.py" />
            <source>Cancel</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/address.py" />
            <source>Open</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/address.py" />
            <source>The address of a network camera, or of a video on a web server</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/address.py" />
            <source>Address of the stream</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/address.py" />
            <source>Camera {n}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/address.py" />
            <source>No camera was found. Is it plugged in, and used by nothing else?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/address.py" />
            <source>Camera number</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/address.py" />
            <source>0 is the first camera of this computer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/address.py" />
            <source>Look for cameras</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/address.py" />
            <source>Cameras found</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/address.py" />
            <source>Looking for cameras…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>What {origin} says</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>What the file says</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Classes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>File and runtime</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>How it is read</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Search</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Search the details</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Details of the model</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Copy all</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Close</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>from {least} to {most}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>, </source>
            <translation>, </translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Description</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Task</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Picture size</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Stride</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Batch</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Channels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Keypoints</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Last layer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Suppression inside</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Accelerator core</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Inputs</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Outputs</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>File</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Folder</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Size</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>{size} ({bytes} bytes)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Format</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Runtime</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Device</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Precision</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Opened in</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Recognised as</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Fed as</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Input tensor</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Suppression</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Usual confidence</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Class names</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Details of {name}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Details</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Not found</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>yes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>{n} more</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Why it is read so</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>What does not fit</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>being computed…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Built with</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Runs with</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>other TensorRT versions too</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Made by</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Operator sets</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Mean</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Standard deviation</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Changed by you</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>{n} setting</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>{n} settings</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Still open</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>The first picture with something in it decides.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>No model yet</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/export.py" />
            <source>{h} h {m} min</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/export.py" />
            <source>{s} s</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/export.py" />
            <source>{m} min {s} s</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/export.py" />
            <source>Choose at least one format.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/export.py" />
            <source>Export to folder</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/export.py" />
            <source>Formats</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/export.py" />
            <source>Choose…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/export.py" />
            <source>Pictures as</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/export.py" />
            <source>Videos as</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/export.py" />
            <source>Replace results of an earlier export in this folder</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/export.py" />
            <source>Export</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/export.py" />
            <source>Getting ready…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/export.py" />
            <source>Stopping after the frame in hand…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/export.py" />
            <source>{done} of {total} frames</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/export.py" />
            <source>{n} frame</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/export.py" />
            <source>{n} frames</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/export.py" />
            <source>{rate:.1f} frames/s</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/export.py" />
            <source>Exporting</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/export.py" />
            <source>Progress of the export</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/export.py" />
            <source>Stop</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/export.py" />
            <source>Go on in the background</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/export.py" />
            <source>Open folder</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/export.py" />
            <source>Back</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/export.py" />
            <source>Copy list</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/export.py" />
            <source>YOLO labels with and without confidence have the same names: choose one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/export.py" />
            <source>What is shown is what is exported: {shown}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/export.py" />
            <source>Only {name}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/export.py" />
            <source>{time} left</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/export.py" />
            <source>{n} failed so far</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/export.py" />
            <source>{n} file failed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/export.py" />
            <source>{n} files failed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/export.py" />
            <source>Export this frame</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/export.py" />
            <source>Choose a folder.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/export.py" />
            <source>{n} detection</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/export.py" />
            <source>{n} detections</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/export.py" />
            <source>Stopped; everything complete was kept</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/export.py" />
            <source>Exported, but not everything</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/export.py" />
            <source>Exported</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/installation.py" />
            <source>What this computer has</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/installation.py" />
            <source>What this computer has, and what is missing</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/installation.py" />
            <source>Looking</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/installation.py" />
            <source>Look again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/installation.py" />
            <source>Copy</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/problems.py" />
            <source>Recent problems</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/problems.py" />
            <source>Clear the list</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/problems.py" />
            <source>Show again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/problems.py" />
            <source>Copy details</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/problems.py" />
            <source>{time}   {title}</source>
            <translation>{time}   {title}</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/problems.py" />
            <source>Nothing went wrong so far.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/settings.py" />
            <source>Recent files are forgotten.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/settings.py" />
            <source>Changes to {n} model are forgotten. It is read automatically when next opened.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/settings.py" />
            <source>Changes to {n} models are forgotten. They are read automatically when next opened.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/settings.py" />
            <source>Settings</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/settings.py" />
            <source>Appearance</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/settings.py" />
            <source>System</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/settings.py" />
            <source>Language</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/settings.py" />
            <source>Size of labels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/settings.py" />
            <source>Width of outlines</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/settings.py" />
            <source>Opacity of masks</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/settings.py" />
            <source>Memory for kept results</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/settings.py" />
            <source>What was found in frames looked at; takes effect at the next start</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/settings.py" />
            <source>Reduce motion</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/settings.py" />
            <source>Forget recent files</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/settings.py" />
            <source>Forget what was changed for models</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/settings.py" />
            <source>px</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/settings.py" />
            <source>MB</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/settings.py" />
            <source>Dark</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/settings.py" />
            <source>Light</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/shortcuts.py" />
            <source>Keyboard shortcuts</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/shortcuts.py" />
            <source>Search by name or key</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/shortcuts.py" />
            <source>Nothing by this name</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/timing.py" />
            <source>From {n} frame</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/timing.py" />
            <source>From the last {n} frames</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/timing.py" />
            <source>{frames}; the first runs of a model are not counted.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/timing.py" />
            <source>Timings</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/timing.py" />
            <source>Milliseconds</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/timing.py" />
            <source>Last</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/timing.py" />
            <source>Median</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/timing.py" />
            <source>95 % within</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/timing.py" />
            <source>Longest</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/timing.py" />
            <source>Read</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/timing.py" />
            <source>Prepare</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/timing.py" />
            <source>Infer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/timing.py" />
            <source>Decode</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/timing.py" />
            <source>Paint</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dialogs/timing.py" />
            <source>Count anew</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>{n} file cannot be opened</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>{n} files cannot be opened</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>{name} cannot be opened</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>{n} thing more</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>{n} things more</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>{first} and {second}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>{first}, {second} and {third}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>add {pictures} and {videos}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>add the pictures of {folder}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>open {address}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>open model {name}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>use the class names of {name}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>look into {name}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>Nothing here can be opened</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>add {n} picture</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>add {n} pictures</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>add the pictures of {n} folder</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>add the pictures of {n} folders</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>open {n} address</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>open {n} addresses</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>look into {n} file</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>look into {n} files</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>{n} picture</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>{n} pictures</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>{n} video</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>{n} videos</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>add {n} video</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>add {n} videos</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/exporting.py" />
            <source>confidence from {value:.2f}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/exporting.py" />
            <source>{n} class with its own threshold</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/exporting.py" />
            <source>{n} classes with their own threshold</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/exporting.py" />
            <source>only {names}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/exporting.py" />
            <source>boxes from {px:.0f} px</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/exporting.py" />
            <source>{n} class hidden</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/exporting.py" />
            <source>{n} classes hidden</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/menus.py" />
            <source>Edit</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/menus.py" />
            <source>View</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/menus.py" />
            <source>Playback</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/menus.py" />
            <source>Model</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/menus.py" />
            <source>Help</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/menus.py" />
            <source>Open recent</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/modelfacts.py" />
            <source>{n} output</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/modelfacts.py" />
            <source>{n} outputs</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/modelfacts.py" />
            <source>{title}, {n} class</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/modelfacts.py" />
            <source>{title}, {n} classes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/modelfacts.py" />
            <source>{shape} and {n} more</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/modelfacts.py" />
            <source>grey</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/modelfacts.py" />
            <source>Letterbox</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/modelfacts.py" />
            <source>Letterbox, top left</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/modelfacts.py" />
            <source>Stretched</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/modelfacts.py" />
            <source>Cropped</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/modelfacts.py" />
            <source>normalised</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/opening.py" />
            <source>{more} more could not be opened. Everything else was taken.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/opening.py" />
            <source>Open model</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/opening.py" />
            <source>Open pictures or video</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/opening.py" />
            <source>Models</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/opening.py" />
            <source>All files</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/opening.py" />
            <source>Pictures and videos</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/opening.py" />
            <source>{name} needs a model to name the classes of</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/opening.py" />
            <source>Open the model first, then drop the class names again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/class_delegate.py" />
            <source>Own threshold</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/class_model.py" />
            <source>{n} here</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/class_model.py" />
            <source>{name}, class {number}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/class_model.py" />
            <source>{n} in this frame</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/class_model.py" />
            <source>threshold {score}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/class_model.py" />
            <source>{n} seen so far</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/class_model.py" />
            <source>shown</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/class_model.py" />
            <source>hidden</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/classes.py" />
            <source>Own threshold…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/classes.py" />
            <source>Back to the common threshold</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/classes.py" />
            <source>{here} of {total} here</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/classes.py" />
            <source>Named by the model, its header or a label file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/classes.py" />
            <source>Find a class</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/classes.py" />
            <source>Show or hide all classes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/classes.py" />
            <source>Show all</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/classes.py" />
            <source>Hide all</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/classes.py" />
            <source>Name or number</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/classes.py" />
            <source>Smallest box</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/classes.py" />
            <source> px</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/classes.py" />
            <source>Boxes narrower or lower than this are not shown</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/classes.py" />
            <source>Hide</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/classes.py" />
            <source>Show</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/classes.py" />
            <source>Show the others again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/classes.py" />
            <source>Show only this</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/classes.py" />
            <source>Colour…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/colour_menu.py" />
            <source>amber</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/colour_menu.py" />
            <source>indigo</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/colour_menu.py" />
            <source>aqua</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/colour_menu.py" />
            <source>crimson</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/colour_menu.py" />
            <source>lime cream</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/colour_menu.py" />
            <source>sky</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/colour_menu.py" />
            <source>pine</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/colour_menu.py" />
            <source>mauve</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/colour_menu.py" />
            <source>khaki</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/colour_menu.py" />
            <source>lemon</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/colour_menu.py" />
            <source>bronze</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/colour_menu.py" />
            <source>rose</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/colour_menu.py" />
            <source>mint</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/colour_menu.py" />
            <source>coral</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/colour_menu.py" />
            <source>azure</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/colour_menu.py" />
            <source>orchid</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/colour_menu.py" />
            <source>magenta</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/colour_menu.py" />
            <source>apricot</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/colour_menu.py" />
            <source>pink</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/colour_menu.py" />
            <source>olive</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/colour_menu.py" />
            <source>Palette</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/colour_menu.py" />
            <source>Other colour…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/colour_menu.py" />
            <source>Automatic colour</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/colour_menu.py" />
            <source>Colour of {name}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/detection_model.py" />
            <source>{n} below the threshold</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/detection_model.py" />
            <source>Class</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/detection_model.py" />
            <source>Confidence</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/detection_model.py" />
            <source>Left</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/detection_model.py" />
            <source>Top</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/detection_model.py" />
            <source>Width</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/detection_model.py" />
            <source>Height</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/detection_model.py" />
            <source>Hide these rows</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/detection_model.py" />
            <source>Show these rows</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/detection_model.py" />
            <source>Conf.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/detection_model.py" />
            <source>Left, top</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/detection_model.py" />
            <source>Sort by class</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/detection_model.py" />
            <source>Sort by confidence</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/detection_model.py" />
            <source>Left and top edge in pixels of the picture; sort from left to right</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/detection_model.py" />
            <source>Width and height in pixels of the picture; sort by area</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/detections.py" />
            <source>Detections</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/detections.py" />
            <source>One row per box; click a row to find it in the picture.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/detections.py" />
            <source>Copy the table</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/empty_state.py" />
            <source>Pictures or video</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/empty_state.py" />
            <source>Files, folders, cameras, stream addresses</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/empty_state.py" />
            <source>Open pictures…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/empty_state.py" />
            <source>Nothing at hand? Try a sample</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/empty_state.py" />
            <source>Now drop something to look at</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/empty_state.py" />
            <source>Anywhere in this window, in any order, many at once.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/empty_state.py" />
            <source>TensorRT engine or ONNX file</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/empty_state.py" />
            <source>The model is open.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/empty_state.py" />
            <source>Change…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/empty_state.py" />
            <source>Ready to be looked at.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/empty_state.py" />
            <source>Open others…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/empty_state.py" />
            <source>Now drop a model</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/empty_state.py" />
            <source>Drop a model and something to look at</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/histogram_slider.py" />
            <source>{name} {score}, stays</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/histogram_slider.py" />
            <source>{name} {score}, drops out</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/histogram_slider.py" />
            <source>The engine itself drops what scores less than {score}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/histogram_slider.py" />
            <source>The scores of each frame appear here</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/model_card.py" />
            <source>{n} change</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/model_card.py" />
            <source>{n} changes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/model_card.py" />
            <source>{label}: {value}</source>
            <translation>{label}: {value}</translation>
        </message>
        <message>
            <location filename="../../gui/panels/model_card.py" />
            <source>Opening…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/model_card.py" />
            <source>Recipe: how the model is fed and read</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/model_card.py" />
            <source>More about the model</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/model_card.py" />
            <source>Parts of the recipe that you changed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/model_card.py" />
            <source>No model yet: open one</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/model_card.py" />
            <source>Details…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/model_card.py" />
            <source>Opening {name}…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/model_card.py" />
            <source>Input</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/model_card.py" />
            <source>Output</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/model_card.py" />
            <source>Show in folder</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/model_card.py" />
            <source>Copy path</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/model_parts.py" />
            <source>Warning: {words}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/nothing_found.py" />
            <source>{change}: {n} box, best {best}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/nothing_found.py" />
            <source>{change}: {n} boxes, best {best}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/nothing_found.py" />
            <source>{n} other way that was tried</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/nothing_found.py" />
            <source>{n} other ways that were tried</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/nothing_found.py" />
            <source>Show them</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/nothing_found.py" />
            <source>Find out why</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/nothing_found.py" />
            <source>Looking for the reason…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/nothing_found.py" />
            <source>Apply</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/nothing_found.py" />
            <source>Try</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/nothing_found.py" />
            <source>Try: {change}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/nothing_found.py" />
            <source>Nothing found above {floor}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/nothing_found.py" />
            <source>Nothing above the threshold, but {n} below it, best {best}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/problem_parts.py" />
            <source>Copied</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/problem_parts.py" />
            <source>Something was lost</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/problem_parts.py" />
            <source>Warning</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/problem_parts.py" />
            <source>Found</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/problem_parts.py" />
            <source>Expected</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/problem_parts.py" />
            <source>Unfolded</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/problem_parts.py" />
            <source>Folded</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/rail.py" />
            <source>Sources</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recent.py" />
            <source>Recent</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recent.py" />
            <source>Recent models and pictures</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe.py" />
            <source>Reading the output</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe.py" />
            <source>Load…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe.py" />
            <source>Load class names from a file</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe.py" />
            <source>Remove overlapping boxes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe.py" />
            <source>Back to automatic</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe.py" />
            <source>No model is open</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe.py" />
            <source>{n} name: {origin}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe.py" />
            <source>{n} names: {origin}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe.py" />
            <source>Decoder</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe.py" />
            <source>Back to automatic: {name}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe.py" />
            <source>{n} class without a name</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe.py" />
            <source>{n} classes without names</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe.py" />
            <source>None</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe.py" />
            <source>Automatic: {title}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe.py" />
            <source>Automatic</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe.py" />
            <source>Kept for this file (sha256 {start}…)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe.py" />
            <source>Kept for this file</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe_choices.py" />
            <source>Letterbox, centred</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe_choices.py" />
            <source>Stretch to fill</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe_choices.py" />
            <source>Crop to the centre</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe_choices.py" />
            <source>0 to 1, RGB (YOLO)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe_choices.py" />
            <source>0 to 1, BGR</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe_choices.py" />
            <source>0 to 255, RGB</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe_choices.py" />
            <source>0 to 255, BGR (YOLOX)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe_choices.py" />
            <source>ImageNet, RGB</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe_choices.py" />
            <source>MMDetection, BGR</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe_choices.py" />
            <source>Less the mean, BGR (Caffe)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe_choices.py" />
            <source>−1 to 1, RGB</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe_choices.py" />
            <source>−1 to 1, BGR</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe_choices.py" />
            <source>0 to 1, grey</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe_choices.py" />
            <source>−1 to 1, RGB (SSD)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe_choices.py" />
            <source>Less the mean, RGB (VGG)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe_choices.py" />
            <source>Less the mean, BGR (R-CNN)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe_choices.py" />
            <source>Does not fit: it expects {expects}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe_feeding.py" />
            <source>Values cannot be changed: the input takes whole pixels ({dtype})</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe_feeding.py" />
            <source>Feeding the picture</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe_feeding.py" />
            <source>Fit</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe_feeding.py" />
            <source>Pad colour</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe_feeding.py" />
            <source>Preset</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe_feeding.py" />
            <source>Scale</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe_feeding.py" />
            <source>Deviation</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe_feeding.py" />
            <source>From the model</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe_feeding.py" />
            <source>first plane</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe_feeding.py" />
            <source>second plane</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe_feeding.py" />
            <source>third plane</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe_feeding.py" />
            <source>Width of the input in pixels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe_feeding.py" />
            <source>Height of the input in pixels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe_feeding.py" />
            <source>Nothing is padded with this fit</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe_feeding.py" />
            <source>Input of 1 plane</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe_feeding.py" />
            <source>Input of 3 planes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe_feeding.py" />
            <source>automatic {value}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe_feeding.py" />
            <source>RGB</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe_feeding.py" />
            <source>BGR</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe_feeding.py" />
            <source>Grey</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe_feeding.py" />
            <source>One number from 0 to 255, or three: red, green, blue</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe_feeding.py" />
            <source>A factor above 0, as 1/255 or 0.5</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe_feeding.py" />
            <source>A deviation of 0 divides by zero</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe_feeding.py" />
            <source>Values of your own</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe_fields.py" />
            <source>Reason</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/recipe_fields.py" />
            <source>Finding</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/source_state.py" />
            <source>Video</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/source_state.py" />
            <source>Camera</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/source_state.py" />
            <source>Stream</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/source_state.py" />
            <source>{n} object</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/source_state.py" />
            <source>{n} objects</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/sources.py" />
            <source>No name has “{words}” in it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/sources.py" />
            <source>Order of the sources</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/sources.py" />
            <source>Add sources</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/sources.py" />
            <source>Filter by name</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/sources.py" />
            <source>Filter sources by name</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/sources.py" />
            <source>Filter by name ({shortcut})</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/sources.py" />
            <source>Show all sources</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/sources.py" />
            <source>No pictures yet</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/sources.py" />
            <source>In the order they were added</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/sources.py" />
            <source>By name</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/sources.py" />
            <source>Remove from the list</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/sources.py" />
            <source>Remove all others</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/sources.py" />
            <source>Open containing folder</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/sources.py" />
            <source>{n} of {total}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/sources.py" />
            <source>Copy address</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/sources.py" />
            <source>Copy paths</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/status.py" />
            <source>fps</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/status.py" />
            <source>{stage}: half within {p50} ms, 95 % within {p95} ms</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/status.py" />
            <source>Inference</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/status.py" />
            <source>Display</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/status.py" />
            <source>Dropped</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/status.py" />
            <source>CPU: {percent} % of all cores</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/status.py" />
            <source>Click for all timings</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/status.py" />
            <source>GPU memory</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/status.py" />
            <source>ms</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/strip.py" />
            <source>Frame {n}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/strip.py" />
            <source>{n} box</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/strip.py" />
            <source>{n} boxes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/strip.py" />
            <source>Live</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/strip.py" />
            <source>{n} frame dropped</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/strip.py" />
            <source>{n} frames dropped</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/strip.py" />
            <source>not computed yet</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/strip.py" />
            <source>Position in the video</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/suppression.py" />
            <source>A box is removed when it overlaps a better one by more than this share</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/suppression.py" />
            <source>Only the most confident ones are shown</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/suppression.py" />
            <source>Across classes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/suppression.py" />
            <source>Boxes of one class remove overlapping boxes of another too</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/suppression.py" />
            <source>IoU</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/suppression.py" />
            <source>Max detections</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/suppression.py" />
            <source>Fold</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/suppression.py" />
            <source>Show the settings of suppression</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/suppression.py" />
            <source>IoU {iou} · max {most}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/suppression.py" />
            <source>In the engine · max {most}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/suppression.py" />
            <source>Why?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/tensor_view.py" />
            <source>Effect: {n} box, was {was}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/tensor_view.py" />
            <source>Effect: {n} boxes, was {was}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/tensor_view.py" />
            <source>{effect}; mean score {moved}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/tensor_view.py" />
            <source>unchanged</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/tensor_view.py" />
            <source>R</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/tensor_view.py" />
            <source>G</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/tensor_view.py" />
            <source>B</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/tensor_view.py" />
            <source>Tensor fed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/tensor_view.py" />
            <source>Plane shown</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/tensor_view.py" />
            <source>The tensor fed, as a picture</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/tensor_view.py" />
            <source>Figures of each plane</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/tensor_view.py" />
            <source>min</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/tensor_view.py" />
            <source>max</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/tensor_view.py" />
            <source>mean</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/tensor_view.py" />
            <source>dev.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/threshold.py" />
            <source>{shown} of {total} shown</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/threshold.py" />
            <source>Detections with a lower score are not shown</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/threshold.py" />
            <source>This frame</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/threshold.py" />
            <source>log count</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/threshold.py" />
            <source>Each doubling of the count makes a bar one step higher</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/threshold.py" />
            <source>Use</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/threshold.py" />
            <source>Few scores lie near it: the shown boxes depend little on it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/threshold.py" />
            <source>Score gap at {score}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/threshold.py" />
            <source>Engine floor {score}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/threshold.py" />
            <source>Back to the model's default</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/threshold.py" />
            <source>Back to the model's default, {score}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/threshold.py" />
            <source>Video so far</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/threshold.py" />
            <source>Pictures so far</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/transport.py" />
            <source>Frame {n} of about {count}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/transport.py" />
            <source>Frame {n} of {count}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/transport.py" />
            <source>Every frame</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/transport.py" />
            <source>As fast as it goes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/transport.py" />
            <source>Speed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/transport.py" />
            <source>Speed. Frames that come too late are skipped, except with “Every frame”.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/transport.py" />
            <source>Strip: boxes per frame</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/transport.py" />
            <source>Strip: boxes per frame, {percent} % computed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/transport.py" />
            <source>Pause</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/panels/transport.py" />
            <source>Play</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/presenter.py" />
            <source>Searching for a detection…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>This picture has no boxes; the next one may work.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>Nothing was changed; everything stays as it was.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>The names of the classes stay as they were.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>{name} was not opened.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>What the model takes and gives is listed under Details.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>What was shown stays; the program goes on.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>{name} was not opened; {old} stays loaded.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>{name} was not opened; {old} stays in view.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>Choose another model…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>Try again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>The ONNX file is in the same folder.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>TensorRT {version}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>read from the file</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>What is missing here…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>See how it is fed…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>Open other pictures…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>Choose another folder…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>The ONNX file is in the same folder. Building takes minutes; the window stays usable.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>on {device}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>Build an engine from it…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>Use {sibling} instead</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>Choose how to read it…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>Choose another label file…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>Open the recipe…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>Build from {sibling}…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/tools.py" />
            <source>EngineScope {version}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/tools.py" />
            <source>See what a detection engine sees. Apache License 2.0. Uses Qt under the LGPL.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/wiring.py" />
            <source>Change the confidence</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/wiring.py" />
            <source>Show or hide a class</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/wiring.py" />
            <source>Show one class only</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/wiring.py" />
            <source>Change a class's own threshold</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/wiring.py" />
            <source>Change a class's colour</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/wiring.py" />
            <source>Hide all classes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/wiring.py" />
            <source>Box copied</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/wiring.py" />
            <source>Picture copied</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/wiring.py" />
            <source>Change the overlap threshold</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/wiring.py" />
            <source>Suppress across classes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/wiring.py" />
            <source>Change the most detections</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/wiring.py" />
            <source>Change the smallest box</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/wiring.py" />
            <source>{n} source</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/wiring.py" />
            <source>{n} sources</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/wiring.py" />
            <source>Threshold just above this: {value:.2f}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/wiring.py" />
            <source>Threshold just below this: {value:.2f}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/workers/ahead.py" />
            <source>There is no video any more</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/workers/crashes.py" />
            <source>{kind}: {reason}</source>
            <translation>{kind}: {reason}</translation>
        </message>
        <message>
            <location filename="../../gui/workers/crashes.py" />
            <source>Please report it with the details below; you can go on working</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/workers/export_worker.py" />
            <source>The export ended with a fault of the program</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/workers/export_worker.py" />
            <source>Complete files were kept.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/workers/intake.py" />
            <source>Class names cannot be read from {file}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/workers/intake.py" />
            <source>Give the file that lists the class names, one on each line</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/workers/intake.py" />
            <source>It holds only numbers, as the label file of one picture does</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/workers/intake.py" />
            <source>It holds settings in sections, not names</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/workers/live_feed.py" />
            <source>{name} has ended</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/workers/live_feed.py" />
            <source>It was a recording, and this is its last frame</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/workers/live_feed.py" />
            <source>Open it again to see it from the start</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../gui/workers/thumbnails.py" />
            <source>No thumbnail can be made of {name}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/builtin_labels.py" />
            <source>{dataset}'s names, because it has {count} classes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/anchor_heads.py" />
            <source>{trainer} heads</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/anchor_heads.py" />
            <source>three heads (1, 3, h, w, 5 + classes), e.g. 1×3×80×80×85 at stride 8</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/anchor_heads.py" />
            <source>{count} heads of {classes} classes for 3 anchors</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/anchors.py" />
            <source>boxes agree with each other and with the edge of the picture only by the anchors of {title}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/box_score_pairs.py" />
            <source>YOLO-NAS without its NMS</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/box_score_pairs.py" />
            <source>boxes (1, cells, 4) and scores (1, cells, classes), e.g. 1×8400×4 and 1×8400×80</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/box_score_pairs.py" />
            <source>YOLOv4 (pytorch-YOLOv4)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/box_score_pairs.py" />
            <source>PP-YOLOE without its NMS</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/box_score_pairs.py" />
            <source>PicoDet without its NMS</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/box_score_pairs.py" />
            <source>DAMO-YOLO</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/box_score_pairs.py" />
            <source>scores lie outside 0 to 1, so a sigmoid is applied</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/box_score_pairs.py" />
            <source>boxes are fractions of the input size</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/box_score_pairs.py" />
            <source>YOLO for DeepStream, three outputs</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/box_score_pairs.py" />
            <source>{boxes} boxes in {name}, and {columns} scores for each in {scores}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/box_score_pairs.py" />
            <source>boxes, their best score and its class for {count} places</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/box_score_pairs.py" />
            <source>Each object is proposed once, so there is nothing to remove.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/classify.py" />
            <source>scores do not add up to one, so a softmax is applied</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/classify.py" />
            <source>one output (1, classes), and metadata or the option --task classify</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/classify.py" />
            <source>Classifier</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/classify.py" />
            <source>one output {shape}: a score for each class</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/classify.py" />
            <source>A classifier answers for the whole picture.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/columns.py" />
            <source>{count} mask coefficients for the prototypes in {name}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/columns.py" />
            <source>{count} keypoints by the metadata</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/columns.py" />
            <source>the last column is the angle of the box</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/columns.py" />
            <source>as many columns as class names: {count}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/darknet_heads.py" />
            <source>{count} maps of {classes} classes for 3 anchors</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/darknet_heads.py" />
            <source>anchors from the configuration beside the model</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/darknet_heads.py" />
            <source>{trainer} maps</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/darknet_heads.py" />
            <source>two or three maps (1, 3 × (5 + classes), h, w), e.g. 1×255×19×19, 1×255×38×38 and 1×255×76×76</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/deepstream.py" />
            <source>one output (1, cells, 6) of box, score and class, e.g. 1×8400×6</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/deepstream.py" />
            <source>DeepStream-Yolo export</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/deepstream.py" />
            <source>one output {shape}: box, score and class for each cell</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/dense.py" />
            <source>{count} class columns and one that holds angles</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/dense.py" />
            <source>{count} keypoints behind the classes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/detectnet.py" />
            <source>two maps of the same size, {classes} planes of coverage and {planes} of boxes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/detectnet.py" />
            <source>a coverage map (1, classes, h, w) and boxes (1, 4 × classes, h, w), e.g. 1×3×34×60 and 1×12×34×60</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/detectnet.py" />
            <source>DetectNet_v2 head (NVIDIA TAO)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/detectnet.py" />
            <source>DetectNet head (Caffe)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/detr.py" />
            <source>The model proposes each object once, so there is nothing to remove.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/detr.py" />
            <source>labels, boxes and scores of {count} queries</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/detr.py" />
            <source>labels, boxes and scores of each query, e.g. 1×300, 1×300×4 and 1×300; or boxes 1×300×4 and logits 1×300×classes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/detr.py" />
            <source>the input orig_target_sizes, as RT-DETR, D-FINE and DEIM have it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/detr.py" />
            <source>RT-DETR, D-FINE or DEIM</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/detr.py" />
            <source>RT-DETR (Ultralytics)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/detr.py" />
            <source>RF-DETR</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/detr.py" />
            <source>{queries} queries: boxes in {boxes}, {columns} logits for each in {logits}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/detr.py" />
            <source>one output {shape}: {queries} queries, 4 box values and {classes} scores for each</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/detr.py" />
            <source>one output {shape}: centre, size, score and class of the best queries</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/detr.py" />
            <source>DETR</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/detr.py" />
            <source>DETR, raw queries</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/dfl_heads.py" />
            <source>Raw YOLOv8 head</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/dfl_heads.py" />
            <source>Raw PP-YOLOE head</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/dfl_heads.py" />
            <source>Raw YOLOv6 head</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/dfl_heads.py" />
            <source>Raw PicoDet head</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/dfl_heads.py" />
            <source>Raw RTMDet head</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/dfl_heads.py" />
            <source>Raw YOLOv6 or YOLO26 head without bins</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/dfl_heads.py" />
            <source>{levels} levels, each with {classes} scores and {channels} numbers for distances</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/dfl_heads.py" />
            <source>for each stride {channels} numbers for distances and the scores, e.g. 1×{channels}×80×80 and 1×80×80×80 at stride 8</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/distance.py" />
            <source>the bins of each distance sum to one already</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/distance.py" />
            <source>distances are pixels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/efficient_nms.py" />
            <source>{count}, {boxes}, {scores} and {classes}, as an NMS plugin gives them</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/efficient_nms.py" />
            <source>a count, {kept} boxes, and a score and a class for each</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/efficient_nms.py" />
            <source>RetinaNet (NVIDIA ODTK)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/efficient_nms.py" />
            <source>a count 1×1, boxes 1×100×4, scores 1×100 and classes 1×100, e.g. num_dets, det_boxes, det_scores, det_classes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/efficient_nms.py" />
            <source>YOLO with EfficientNMS</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/efficient_nms.py" />
            <source>YOLO with an NMS plugin</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/efficient_nms.py" />
            <source>boxes, scores and classes as floats, and no count</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/efficient_nms.py" />
            <source>TAO YOLOv3 or YOLOv4</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/efficient_nms.py" />
            <source>YOLO with BatchedNMS</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/end2end.py" />
            <source>End-to-end detection head (YOLOv10, YOLO26 or suppression inside)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/end2end.py" />
            <source>End-to-end segmentation head (YOLO26 or suppression inside)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/end2end.py" />
            <source>End-to-end pose head (YOLO26 or suppression inside)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/end2end.py" />
            <source>End-to-end rotated box head (YOLO26 or suppression inside)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/end2end.py" />
            <source>one output (1, rows, 6) of box, score and class, e.g. 1×300×6</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/end2end.py" />
            <source>rows are {order}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/end2end.py" />
            <source>the metadata says that the head is end-to-end</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/end2end.py" />
            <source>one output {shape}: a row for each finished box</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/end2end.py" />
            <source>The model gives finished boxes: it chose among overlapping ones itself.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/fastestdet.py" />
            <source>the classes of each cell sum to one</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/fastestdet.py" />
            <source>one output (1, 5 + classes, h / 16, w / 16), e.g. 1×85×22×22</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/fastestdet.py" />
            <source>FastestDet head</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/fastestdet.py" />
            <source>one map at stride 16 with {count} planes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/finished.py" />
            <source>The model removes overlapping boxes itself; its thresholds are part of the file and cannot be changed here.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/finished.py" />
            <source>the numbers of a box are {layout}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/finished.py" />
            <source>classes are counted from zero</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/mmdeploy.py" />
            <source>dets 1×100×5 of box and score, and labels 1×100</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/mmdeploy.py" />
            <source>RTMDet (mmdeploy)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/mmdeploy.py" />
            <source>mmdet detector (mmdeploy)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/mmdeploy.py" />
            <source>boxes with their score in {dets}, whole labels in {labels}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/nanodet.py" />
            <source>{levels} levels with scores and 4 × {bins} numbers for distances</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/nanodet.py" />
            <source>{classes} columns hold probabilities, {rest} behind them do not</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/nanodet.py" />
            <source>one output (1, cells, classes + 32), e.g. 1×3598×112, or scores and distances of each stride apart</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/nanodet.py" />
            <source>NanoDet-Plus head</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/nanodet.py" />
            <source>NanoDet head</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/nms_trt.py" />
            <source>rows 1×1×100×7 of picture, label, confidence and box, and their count, e.g. NMS, NMS_1</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/nms_trt.py" />
            <source>TensorFlow SSD with NMS_TRT</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/nms_trt.py" />
            <source>rows of seven in {rows} and their count in {count}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/nms_trt.py" />
            <source>TAO Faster R-CNN</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/nms_trt.py" />
            <source>TAO SSD, DSSD or RetinaNet</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/paddle.py" />
            <source>rows of six in {rows}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/paddle.py" />
            <source>rows n×6 of class, score and box, and their count, e.g. multiclass_nms3_0</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/paddle.py" />
            <source>the input {names}, as PaddleDetection has it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/paddle.py" />
            <source>PicoDet</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/paddle.py" />
            <source>PP-YOLOE+, RT-DETR (PaddleDetection)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/plugin_rows.py" />
            <source>rows hold whole class ids, and scores between 0 and 1</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/queries.py" />
            <source>most queries choose the last class: it stands for “no object”</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/queries.py" />
            <source>scores are logits of a sigmoid</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/retinaface.py" />
            <source>background and face do not sum to one, so a softmax is applied</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/retinaface.py" />
            <source>a box, two scores and five points for each prior, e.g. 16800×4, ×2 and ×10</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/retinaface.py" />
            <source>background and face sum to one</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/retinaface.py" />
            <source>RetinaFace head</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/retinaface.py" />
            <source>a box, two scores and five points for each of {count} priors</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/scrfd.py" />
            <source>for each stride a score, four distances and maybe five points, e.g. 12800×1, 12800×4 and 12800×10 at stride 8</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/scrfd.py" />
            <source>SCRFD face head</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/scrfd.py" />
            <source>{levels} levels with a score and four distances, {count} for each cell</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/ssd.py" />
            <source>as many boxes as UltraFace has for this input size</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/ssd.py" />
            <source>scores (1, boxes, 1 + classes) and boxes (1, boxes, 4), e.g. 1×3000×21 and 1×3000×4</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/ssd.py" />
            <source>the scores of each box add up to one, as a softmax makes them</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/ssd.py" />
            <source>scores lie outside 0 to 1, so a softmax is applied</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/ssd.py" />
            <source>UltraFace</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/ssd.py" />
            <source>SSD</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/tf_postprocess.py" />
            <source>detection_boxes 1×100×4 with y first, detection_classes, detection_scores 1×100 and num_detections; or the four outputs of TFLite_Detection_PostProcess</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/tf_postprocess.py" />
            <source>TensorFlow detection graph</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/tf_postprocess.py" />
            <source>boxes with y first in {boxes}, {scores} and {classes}, as TensorFlow gives them</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/torchvision.py" />
            <source>boxes n×4, whole labels n and scores n, one row for each object</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/torchvision.py" />
            <source>Faster R-CNN of the ONNX model zoo</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/torchvision.py" />
            <source>torchvision detector</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/torchvision.py" />
            <source>one row per object in {boxes}, {labels} and {scores}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/yolo_layer.py" />
            <source>one output with 7 numbers for each anchor, e.g. detections 1×74529 for 416×416</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/yolo_layer.py" />
            <source>Darknet YOLO with the yolo_layer plugin</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/yolo_layer.py" />
            <source>seven numbers for each of {boxes} anchors</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/yolov5.py" />
            <source>one output (1, 3 × cells, 5 + classes), e.g. 1×25200×85</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/yolov5.py" />
            <source>YOLOv5 or YOLOv7 head</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/yolov5.py" />
            <source>one output {shape}: box, objectness and {rest} more for each of 3 anchors in every cell</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/yolov6.py" />
            <source>the objectness column is one everywhere</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/yolov6.py" />
            <source>one output (1, cells, 5 + classes) whose fifth column is one, e.g. 1×8400×85</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/yolov6.py" />
            <source>YOLOv6 head</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/yolov6.py" />
            <source>one output {shape}: a row for each cell</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/yolov8.py" />
            <source>YOLOv8 detection head</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/yolov8.py" />
            <source>YOLOv8 segmentation head</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/yolov8.py" />
            <source>YOLOv8 pose head</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/yolov8.py" />
            <source>YOLOv8 rotated box head</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/yolov8.py" />
            <source>one output {shape}: 4 box values and {rest} more for each of {boxes} cells</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/yolov8.py" />
            <source>one output (1, 4 + classes, cells), e.g. 1×84×8400; segmentation adds 1×32×160×160</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/yolox.py" />
            <source>the fifth column is an objectness</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/yolox.py" />
            <source>one output (1, cells, 5 + classes), e.g. 1×8400×85 or 1×3549×85</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/yolox.py" />
            <source>boxes are still relative to their cells, so the grid is added</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/yolox.py" />
            <source>YOLOX head</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/yunet.py" />
            <source>for each stride two scores, a box and five points, e.g. 6400×1 twice, 6400×4 and 6400×10</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/yunet.py" />
            <source>YuNet face head</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/decoders/yunet.py" />
            <source>{count} levels with two scores, a box and five points</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/detector.py" />
            <source>The model answered with other sizes than it promised</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/detector.py" />
            <source>{output} came otherwise</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/detector.py" />
            <source>Export the model again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/detector.py" />
            <source>{name} cannot be brought to the size of the model's input</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/detector.py" />
            <source>It has {width} × {height} pixels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/detector.py" />
            <source>Make it smaller, or choose another geometry</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/diagnose.py" />
            <source>The highest score anywhere in this picture is {best}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/diagnose.py" />
            <source>No other way of feeding this picture finds more that holds up: there may be nothing in it that the model knows</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/diagnose.py" />
            <source>Every output holds one number only, again and again: the model computes nothing</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/diagnose.py" />
            <source>{count} of {total} boxes score {floor} or more, the highest {best}: so many at once come from values fed in the wrong range</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/diagnose.py" />
            <source>{count} of the {total} best boxes lie outside the picture: their numbers mean something else than this decoder takes them for; try another decoder</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/diagnose.py" />
            <source>{count} of the {total} best boxes are smaller than two pixels: they may be given as fractions where the decoder expects pixels; try another decoder</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/diagnose.py" />
            <source>The model has {classes} classes, but there are {names} names</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/diagnose.py" />
            <source>The engine was built in {precision}, which can lose everything; compare it with its ONNX file</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/diagnose.py" />
            <source>This model names the whole picture and gives no boxes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/diagnose.py" />
            <source>This picture is nearly one even area: there may be nothing in it to find</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/diagnose.py" />
            <source>The model answers noise with the very same numbers: it does not see the picture</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/diagnose.py" />
            <source>{count} of {total} numbers in the output {output} are infinite or no numbers: the model overflows, as half precision does; build it with FP32 where it matters</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/diagnose.py" />
            <source>The model gives no box at all, at any score</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>Annotated pictures</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>images/: each picture with its detections drawn on it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>Annotated video</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>videos/: each video with its detections drawn on it, same timing, with its sound</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>Annotated video frames</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>images/&lt;video&gt;/: every frame of each video as an annotated picture</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>YOLO labels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>labels/: one text file per picture or frame; classes.txt, data.yaml</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>YOLO labels with confidence</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>labels/: as yolo, with the confidence at the end of each row</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>COCO JSON</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>coco.json: everything in one file, with scores</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>Pascal VOC</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>Annotations/: one XML file per picture or frame</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>Table (CSV)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>detections.csv: one row per detection, for Excel and scripts</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>JSON Lines</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>detections.jsonl: one record per picture or frame, for programs</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>LabelMe</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>labelme/: one file per picture or frame, to correct by hand</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>Crops</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>crops/&lt;class&gt;/: every detection cut out as a picture</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>Did you mean {nearest}? Known are: {known}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>Known are: {known}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>yolo and yolo-conf cannot be written in one run</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>There is no video codec {key}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>There is no picture format {key}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>There is no export format {key}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>Both write the same label files.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>Choose one: yolo to train with, yolo-conf to evaluate with.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/files.py" />
            <source>There is no space left on the disk.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/files.py" />
            <source>Free some space or choose another output folder, then run again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/files.py" />
            <source>{path} cannot be written</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/files.py" />
            <source>Writing there is not allowed, or another program has the file open.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/files.py" />
            <source>Close programs that show the file, or choose another output folder.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/files.py" />
            <source>Something in this path is a file where a folder is needed.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/files.py" />
            <source>Choose another output folder.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/files.py" />
            <source>It is the source itself, which would be lost.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/files.py" />
            <source>Choose an output folder outside the folder of the sources.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/files.py" />
            <source>There is a folder of that name already.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/files.py" />
            <source>Remove the folder or choose another output folder.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/files.py" />
            <source>The path is too long for this file system.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/files.py" />
            <source>Choose an output folder with a shorter path, or shorten the source's name.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/files.py" />
            <source>The file would be larger than this file system allows.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/files.py" />
            <source>Choose an output folder on another disk.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/files.py" />
            <source>The system says: {reason}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/files.py" />
            <source>Check that the output folder can be reached, or choose another one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/folder.py" />
            <source>{folder} is in use</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/folder.py" />
            <source>Another run is writing its results there.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/folder.py" />
            <source>Wait for its end, or choose another --out.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/manifest.py" />
            <source>another model</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/manifest.py" />
            <source>another recipe</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/manifest.py" />
            <source>other thresholds</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/manifest.py" />
            <source>another limit of frames</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/manifest.py" />
            <source>another style of drawing</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/manifest.py" />
            <source>settings that cannot be read</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/manifest.py" />
            <source>{one}, {more}</source>
            <translation>{one}, {more}</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/manifest.py" />
            <source>other settings</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/pictures.py" />
            <source>A {format} picture can be at most {limit} pixels wide or high; this one has {width}×{height}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/pictures.py" />
            <source>Choose png as the format of pictures.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/sound.py" />
            <source>The sound of {name} was left out: {container} files do not hold {codec}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/sound.py" />
            <source>The sound of {name} could not be read to its end.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/video.py" />
            <source>The video of {name} cannot be written</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/video.py" />
            <source>Videos were written as {suffix} files: no encoder for {codec} works here.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/video.py" />
            <source>No encoder for {codec} works here for {width}×{height} pixels.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/video.py" />
            <source>Choose another video codec.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/voc.py" />
            <source>The annotations in {path} cannot be read</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/voc.py" />
            <source>Check that this is a Pascal VOC file and that its classes are the model's.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/yolo.py" />
            <source>The labels in {path} cannot be read</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/yolo.py" />
            <source>The file is missing or its rows are not YOLO {form}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/exporters/yolo.py" />
            <source>Check that the file belongs to this kind of model.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>Export it to ONNX where it was trained (with Ultralytics: yolo export model={name} format=onnx) and open the .onnx file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>Open the ONNX file that it was made from, or export the trained network to ONNX and open that.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>Unpack it first, then choose the model inside.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>Choose an .onnx or .engine file as the model, and open this file as what is to be looked at.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>Choose the .onnx or .engine file of the model.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>Download the file itself again, and look at its size before opening it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a Python pickle, as PyTorch and scikit-learn save models. A pickle can run any program when it is opened, so it was not opened.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a PyTorch checkpoint (.pt or .pth).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a program saved by PyTorch (TorchScript or Torch-TensorRT).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>By its name it is an encrypted model of NVIDIA TAO, or its weights.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>Convert it with tao-converter and its key, or export it from TAO as ONNX, and open that.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>By its name it is an ONNX model, but its first bytes are not those of one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>Download or export it again; this copy is damaged, encrypted or something else.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>By its name it is a TensorRT engine, but its first bytes are not those of one: it is damaged, encrypted, or made by another product such as TensorRT for RTX.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>Build it again with TensorRT, or open the ONNX file that it was made from.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It belongs to a PaddlePaddle model.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>Convert the model with paddle2onnx and open the .onnx file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a TensorFlow graph (SavedModel or frozen .pb).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>Convert it with tf2onnx (python -m tf2onnx.convert) and open the .onnx file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It belongs to an ncnn model (.param and .bin).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It belongs to an OpenVINO model (.xml and .bin).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It belongs to a Darknet network (.cfg and .weights).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>Convert the network to ONNX and open the .onnx file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It belongs to a Caffe network.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a Core ML model.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>By its name it holds the weights of a model that is described in another file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is an HDF5 file, as Keras and TAO save models.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>Convert it with tf2onnx, or export it as ONNX from TAO, and open the .onnx file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a TensorFlow Lite model.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>Convert it with tf2onnx (--tflite) or export the network to ONNX, and open that.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a model in ONNX Runtime's own .ort format, which says too little about itself.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>Open the .onnx file that it was made from.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a Git LFS pointer: the name of a large file that was not downloaded.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>Run git lfs pull in its folder, or download the file from its page.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a web page, saved in place of the file that was to be downloaded.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a safetensors file: weights without the network.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is an archive or a compressed file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a picture.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a video.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a sound file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a program or a library.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is text.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a zip archive.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a folder, not a file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is an MNN model.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It holds the weights of Caffe.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a UFF model of an old TensorRT.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a language model (GGUF).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a model for Rockchip processors.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a model for Ascend processors.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a PDF document.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a NumPy array.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is an SQLite database.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a Windows shortcut.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a calibration table of TensorRT, not an engine.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>Open the engine, or the ONNX file, that belongs to it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is JSON text.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is XML text.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a NumPy archive (.npz).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a zip archive with a model inside ({member}).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>Choose the model in it, for example {member}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is the folder of a TensorFlow SavedModel.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is the folder of an OpenVINO model.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is the folder of an ncnn model.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is the folder of a PaddlePaddle model.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a zip archive that is damaged or cut off.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/hints.py" />
            <source>{file}</source>
            <translation>{file}</translation>
        </message>
        <message>
            <location filename="../../engine_core/inputs.py" />
            <source>Its inputs are {inputs}, and a picture has four axes, one of them of 1 or 3 channels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/inputs.py" />
            <source>It may be a part of a detector (suppression, a tracker, a text encoder): open the detector itself</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/inputs.py" />
            <source>The input of this model is too large</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/inputs.py" />
            <source>One input of {shape} takes {size} GiB</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/inputs.py" />
            <source>Export the model for a smaller picture or a smaller batch</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/inputs.py" />
            <source>The input size of this model is fixed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/inputs.py" />
            <source>It takes {have} and not {want}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/inputs.py" />
            <source>Leave the size out, or export the model for {want}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/inputs.py" />
            <source>This model is no detector: it takes no picture</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/inputs.py" />
            <source>This model takes {count} pictures at once</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/inputs.py" />
            <source>This model wants an input called {name}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/inputs.py" />
            <source>It is not the picture, and EngineScope does not know what to feed there: {inputs}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/inputs.py" />
            <source>Export the detector without it, or with a fixed value inside</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/journal.py" />
            <source>{folder} holds the results of another run</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/journal.py" />
            <source>{folder} holds files that are none of a run</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/journal.py" />
            <source>They were made with {difference}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/journal.py" />
            <source>Choose another --out, or say --overwrite to replace them.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/journal.py" />
            <source>Results could replace {path} and others.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/journal.py" />
            <source>Choose another --out, or say --overwrite to allow that.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/labelfiles.py" />
            <source>Write one class name per line, in the order of the class ids, into a text file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/labelfiles.py" />
            <source>It is larger than any list of class names.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/labelfiles.py" />
            <source>It is no text.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/labelfiles.py" />
            <source>There are no class names in it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/labelfiles.py" />
            <source>There is no such file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/labelfiles.py" />
            <source>No class names can be found in it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/metadata.py" />
            <source>the file's header</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/metadata.py" />
            <source>The field “{field}” in {origin} makes no sense and is not used: {value}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/modelfile.py" />
            <source>{name} cannot be opened as a model</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/modelfile.py" />
            <source>{name} cannot be read</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/modelfile.py" />
            <source>It is a device or a pipe, not a file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/modelfile.py" />
            <source>{name} is empty</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/modelfile.py" />
            <source>It holds no bytes: its download, copy or export did not finish.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/modelfile.py" />
            <source>Download, copy or export it again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/modelfile.py" />
            <source>{name} is only the beginning of a TensorRT engine</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/modelfile.py" />
            <source>Copy or download it again, or build it again from its ONNX file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/modelfile.py" />
            <source>Its contents are neither an ONNX model nor a TensorRT engine; they may be encrypted, damaged, or made for another program.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/modelfile.py" />
            <source>Open the ONNX file that it was made from, or export it again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/modelfile.py" />
            <source>Ask its owner for permission to read it, or copy it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/modelfile.py" />
            <source>There is no file {path}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/modelfile.py" />
            <source>Look at its name and folder; it may have been moved or renamed.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/modelfile.py" />
            <source>It holds {size} bytes of the engine and {needed} are needed.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/modelfile.py" />
            <source>There is next to nothing behind its header.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/onnxfile.py" />
            <source>Download or export it again; compare its size with the one that its page or exporter gives.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/onnxfile.py" />
            <source>It begins as one, but what follows is not what it should be.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/onnxfile.py" />
            <source>It has no network in it, or a network without outputs.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/onnxfile.py" />
            <source>It does not say which set of operators it uses.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/onnxfile.py" />
            <source>the ONNX metadata</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/onnxfile.py" />
            <source>{name} is a damaged or incomplete ONNX model</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/onnxfile.py" />
            <source>{name} wants to read a file outside its own folder</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/onnxfile.py" />
            <source>It says that its weights are in “{file}”. A model may only read files that lie with it, so it was not opened.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/onnxfile.py" />
            <source>If you trust its maker, export it again with its weights beside it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/onnxfile.py" />
            <source>{name} is only the beginning of an ONNX model</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/onnxfile.py" />
            <source>It holds {size} bytes and at least {missing} more should follow.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/onnxfile.py" />
            <source>{name} is too large for one ONNX file</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/onnxfile.py" />
            <source>A single ONNX file cannot hold more than 2 GiB.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/onnxfile.py" />
            <source>Export it with its weights in a separate file (external data).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/onnxfile.py" />
            <source>Its contents do not fit together.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/onnxfile.py" />
            <source>{reason}</source>
            <translation>{reason}</translation>
        </message>
        <message>
            <location filename="../../engine_core/onnxfile.py" />
            <source>There is not enough memory for it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/onnxfile.py" />
            <source>Close other programs, or use a machine with more memory.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/onnxfile.py" />
            <source>{name} lacks its weights</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/onnxfile.py" />
            <source>They are in a second file, {file}, which is not beside it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/onnxfile.py" />
            <source>Copy {file} into the folder of {name}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/onnxfile.py" />
            <source>{file}, the weights of {name}, is cut off</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/onnxfile.py" />
            <source>It holds {size} bytes and {needed} are needed.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/onnxfile.py" />
            <source>Copy or download {file} again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/recipe.py" />
            <source>This model cannot be fed grey pictures</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/recipe.py" />
            <source>Its input has three channels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/recipe.py" />
            <source>Choose rgb or bgr</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/recipe.py" />
            <source>These preprocessing values make no sense</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/recipe.py" />
            <source>The saved settings of this model cannot be read</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/recipe.py" />
            <source>They are left out; set and save them again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/recognise.py" />
            <source>the model has {count} classes, but {origin} names {names}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/recognise.py" />
            <source>It gives {count} numbers for a whole picture of {width} × {height}, as a classifier does</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/recognise.py" />
            <source>If it is a classifier, say --task classify; its output: {outputs}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/recognise.py" />
            <source>Its outputs: {outputs}. The nearest decoders expect: {nearest}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/recognise.py" />
            <source>The values it gives fit none of the readings its shapes allow</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/recognise.py" />
            <source>Its outputs fit no decoder</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/recognise.py" />
            <source>{name} can be read in several ways</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/recognise.py" />
            <source>Its outputs fit {titles} equally well, and a wrong guess would draw wrong boxes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/recognise.py" />
            <source>Say which: --decoder {keys}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/recognise.py" />
            <source>{name} is not a detector that EngineScope knows</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/recognise.py" />
            <source>preprocessing as {origin} says</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/recognise.py" />
            <source>some of it is overruled by the user</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/recognise.py" />
            <source>class names from {origin}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/recognise.py" />
            <source>{problem}; they are not used</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/recognise.py" />
            <source>no names for the {count} classes: put them into a file or name them</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/recognise.py" />
            <source>The decoder {name} expects {expects}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/recognise.py" />
            <source>the user</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/recognise.py" />
            <source>the family of the model</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/recognise.py" />
            <source>the model does not tell how many classes it has, and brings no names</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/recognise.py" />
            <source>No decoder is called {name}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/recognise.py" />
            <source>Choose one of {names}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/recognise.py" />
            <source>{problem}</source>
            <translation>{problem}</translation>
        </message>
        <message>
            <location filename="../../engine_core/remembered.py" />
            <source>Set and save them again; they lie in {path}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/remembered.py" />
            <source>The settings of this model cannot be saved</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/remembered.py" />
            <source>The settings of this model cannot be dropped</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/remembered.py" />
            <source>Delete the file {path} yourself</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/runtime/__init__.py" />
            <source>It was built with TensorRT {version}. </source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/runtime/__init__.py" />
            <source>{name} is a TensorRT engine and cannot run here</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/runtime/__init__.py" />
            <source>{built_with}This version of EngineScope runs ONNX files only</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/runtime/__init__.py" />
            <source>Open the ONNX file that the engine was built from</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/runtime/onnx.py" />
            <source>ONNX Runtime cannot load {name}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/runtime/onnx.py" />
            <source>Export the model again; if it is newer than this ONNX Runtime, update it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/runtime/onnx.py" />
            <source>{name} cannot run on ONNX Runtime</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/runtime/onnx.py" />
            <source>It uses the operator {operators}, which only another runtime has</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/runtime/onnx.py" />
            <source>Build a TensorRT engine from it and open that on an NVIDIA GPU, or export the model without its built-in suppression (NMS)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/runtime/onnx.py" />
            <source>ONNX Runtime failed while running {name}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/runtime/onnx.py" />
            <source>Check the input size and the model's export.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/saving.py" />
            <source>{folder} holds results already</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/saving.py" />
            <source>This frame could replace {path}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/saving.py" />
            <source>Choose another folder, or allow that files there are replaced.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sidecars.py" />
            <source>{file} lies beside the model and cannot be used: {reason}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sidecars.py" />
            <source>the ONNX metadata of {file}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/content.py" />
            <source>The file is empty (0 bytes)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/content.py" />
            <source>Copy or download it again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/content.py" />
            <source>The file begins with nothing but zeros, as after an interrupted copy</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/content.py" />
            <source>It is a Git LFS pointer: the real file was not downloaded</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/content.py" />
            <source>Run “git lfs pull” in its repository</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/content.py" />
            <source>It is a web page (HTML), not the file that the link promised</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/content.py" />
            <source>Download it again, and look at it in a browser if that fails</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/content.py" />
            <source>It is an XML or SVG text</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/content.py" />
            <source>Convert drawings to PNG; label files are not pictures</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/content.py" />
            <source>It is a PDF document</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/content.py" />
            <source>Export its pages as PNG or JPEG</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/content.py" />
            <source>It is an archive</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/content.py" />
            <source>Unpack it and give the folder</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/decoding.py" />
            <source>The address does not answer with a video: {reason}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/decoding.py" />
            <source>It is in no video format that is known here, or its beginning is damaged</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/decoding.py" />
            <source>Check that it plays in a video player, and convert it to MP4</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/decoding.py" />
            <source>The video {name} cannot be read</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/decoding.py" />
            <source>Check the address and the network</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/decoding.py" />
            <source>It is a folder</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/decoding.py" />
            <source>Its table of frames is missing, as after an interrupted recording or copy</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/decoding.py" />
            <source>Copy it again, or let a repair tool such as untrunc rebuild it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/decoding.py" />
            <source>The file is cut off or damaged</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/decoding.py" />
            <source>There is no video in it, only sound, subtitles or a cover picture</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/decoding.py" />
            <source>Give a file with a video track</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/decoding.py" />
            <source>Nothing here decodes its kind of video</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/decoding.py" />
            <source>Convert it to H.264 in MP4, for example with HandBrake or ffmpeg</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/decoding.py" />
            <source>The file does not exist</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/decoding.py" />
            <source>Check the path</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/decoding.py" />
            <source>The system refuses: {reason}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/decoding.py" />
            <source>Check that you may read it and that its disk is there</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/depth.py" />
            <source>Grey values from {low} to {high} were stretched to 0 to 255.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/depth.py" />
            <source>It is a TIFF of {channels} channels of floating-point numbers, which is not read here</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/depth.py" />
            <source>It is a TIFF of {channels} channels of {bits} bits in a form that is not read here</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/depth.py" />
            <source>Open it in an image editor and save it with 8 or 16 bits, as PNG or TIFF</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/depth.py" />
            <source>Values use {bits} of 16 bits; these were brought to 8 bits.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/depth.py" />
            <source>Grey values from 0 to 1 were scaled to 0 to 255.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/depth.py" />
            <source>Grey values were rounded to 0 to 255.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/depth.py" />
            <source>16-bit grey values were reduced to 8 bits.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>Give pictures (JPEG, PNG, TIFF, WebP, …), videos (MP4, MKV, AVI, …), folders of them, a camera number or a stream address</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>It holds results of a run, or will, and these are left out</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>Write results to another folder, or name the files in it one by one</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>{name} cannot be used as a source</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>There is no such file or folder in {folder}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>There is no such file or folder; its path exists only up to {folder}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>Check the spelling</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>What fits this pattern has no suffix of a picture or video</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>No file fits this pattern below {folder}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>Check the pattern; ** stands for any folders</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>The name is empty</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>It is a link to something that does not exist</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>Mend the link</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>No picture, video or camera was given</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>It is neither a path nor an address that can be understood</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>Check the spelling, brackets and percent signs above all</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>Streams are read from {schemes}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>Check the address, for example rtsp://host:554/path</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>It is neither a file nor a folder</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>The list names nothing</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>Write one path on each line</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>{missing} of the {total} entries of this list do not exist, the first is {first}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>Paths in a list are relative to the folder of the list, {folder}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>None of the {count} files in this folder has the suffix of a picture or video</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>It is no pattern: {reason}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>It cannot be read: {reason}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>A .txt file must be UTF-8 text with one path or address on each line</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>Save it as UTF-8</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>The folder itself holds no files, and folders in it are left out</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>The folder is empty</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>Check what stands in its brackets</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>A list of sources cannot name another list</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>Give both lists as arguments</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>A {suffix} file is a model, not a picture or video</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>Give it as the model, and pictures or videos as sources</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>It is neither a picture nor a video</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/live.py" />
            <source>Camera {number} cannot be opened</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/live.py" />
            <source>{name} gives no picture</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/live.py" />
            <source>The stream {name} cannot be opened</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/live.py" />
            <source>Another program uses {device}, or it is no camera that takes pictures</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/live.py" />
            <source>Close other programs, or try the next number: a camera often has two</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/live.py" />
            <source>It ended before its first frame</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/live.py" />
            <source>The connection was lost or no frame came for {seconds} s</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/live.py" />
            <source>It is tried again until it works; check cable, network and power</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/live.py" />
            <source>Check address, user and password; see whether VLC can play it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/live.py" />
            <source>There is no such camera, or another program uses it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/live.py" />
            <source>Close other programs and check the system's privacy settings for cameras</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/live.py" />
            <source>There is no {device}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/live.py" />
            <source>Try one of these: {found}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/live.py" />
            <source>You may not use {device}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/live.py" />
            <source>Add yourself to the group “video” and log in again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/live.py" />
            <source>Nothing answers there with a video within {seconds} s</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/live.py" />
            <source>The system knows no camera at all (there is no /dev/video*)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/live.py" />
            <source>Connect one; in a container or virtual machine hand it through</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/live.py" />
            <source>OpenCV gave up</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/pictures.py" />
            <source>The file is an animation; its first frame is shown.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/pictures.py" />
            <source>CMYK colours were converted with the file's colour profile.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/pictures.py" />
            <source>{first} {second}</source>
            <translation>{first} {second}</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/pictures.py" />
            <source>The picture {name} cannot be read</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/pictures.py" />
            <source>The file has several pages; the first is shown.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/pictures.py" />
            <source>CMYK colours were converted without a colour profile, because the file has none.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/pictures.py" />
            <source>CMYK colours were converted without a colour profile, because the file's is damaged.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/pictures.py" />
            <source>It is in no picture format that is known here, or its beginning is damaged</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/pictures.py" />
            <source>Open it in an image editor and save it as PNG or JPEG</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/pictures.py" />
            <source>There is not enough memory for it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/pictures.py" />
            <source>Make it smaller, or close programs</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/pictures.py" />
            <source>It has {width} × {height} pixels, more than the {limit} megapixels that are allowed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/pictures.py" />
            <source>Cut it into tiles or make it smaller</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/pictures.py" />
            <source>It is a HEIC picture, as phones take them, and the reader for these is not installed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/pictures.py" />
            <source>Run “pip install pillow-heif”, or set the phone to “most compatible” (JPEG)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/pictures.py" />
            <source>It is a video</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/pictures.py" />
            <source>Give it a suffix of videos, such as .mp4</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/reach.py" />
            <source>Nothing answers there with a video</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/reach.py" />
            <source>{host} answers at port {port}, but not with a video</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/reach.py" />
            <source>The host {host} is unknown</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/reach.py" />
            <source>{host} refuses connections at port {port}: no server runs there</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/reach.py" />
            <source>{host} does not answer at port {port}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/reach.py" />
            <source>{host} cannot be reached: {reason}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/tree.py" />
            <source>If it is a link, check where it leads</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/tree.py" />
            <source>The folder {name} cannot be read</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/video.py" />
            <source>The end of {name} is missing</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/video.py" />
            <source>The file is cut off: its last {count} frames are missing.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/video.py" />
            <source>HDR video: colours are not tone-mapped and look flat.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/video.py" />
            <source>Pixels of this video are not square ({aspect}); they are shown and detected as stored.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/video.py" />
            <source>None of its frames can be decoded</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/video.py" />
            <source>Check that it plays in a video player; copy or download it again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/video.py" />
            <source>Frame {index} of {name} cannot be decoded</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/video.py" />
            <source>Frames of {name} are missing</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/video.py" />
            <source>The file is cut off: its last {count} frames are missing</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/video.py" />
            <source>The file is damaged there</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/video.py" />
            <source>The file is damaged: about {count} frames are missing between {start} s and {end} s</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/video.py" />
            <source>The file is cut off: it ends at {end} s amid a frame</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/sources/video.py" />
            <source>The file is cut off or damaged: it ends at {end} s although its header says {stated} s</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/trials.py" />
            <source>values × {scale} − {mean} ÷ {std}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/trials.py" />
            <source>letterbox the picture in the middle</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/trials.py" />
            <source>letterbox the picture at the top left</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/trials.py" />
            <source>stretch the picture</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/trials.py" />
            <source>crop the picture</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/trials.py" />
            <source>Feed {wanted} instead of {now}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/trials.py" />
            <source>{first}, {second}</source>
            <translation>{first}, {second}</translation>
        </message>
        <message>
            <location filename="../../engine_core/trials.py" />
            <source>values from 0 to 1</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/trials.py" />
            <source>values from 0 to 255</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/trials.py" />
            <source>values from −1 to 1</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/trials.py" />
            <source>values from −1 to 1, by 127 and 128</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/trials.py" />
            <source>values normalised as for ImageNet</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/trials.py" />
            <source>values normalised as in MMDetection</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/trials.py" />
            <source>values less the mean of Caffe</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/trials.py" />
            <source>values less the mean of VGG</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/trials.py" />
            <source>values less the mean of R-CNN</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/trials.py" />
            <source>Feed it as now</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../engine_core/trials.py" />
            <source>Feed {channels} with {values}</source>
            <translation type="unfinished" />
        </message>
    </context>
</TS>
