import { useEffect, useRef } from 'react';
import styles from './record.module.css';

/** What the camera sees, as in a mirror. */
export function CameraPreview({ stream }: { readonly stream: MediaStream }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = stream;
  }, [stream]);
  return (
    <video
      ref={video}
      aria-label="What the camera sees"
      className={styles.preview}
      autoPlay
      muted
      playsInline
    />
  );
}
